package io.freshet.format.clock;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds one message of supplemental enhancement information at the front of a picture.
///
/// Spec: ITU-T H.264, 7.3.2.3.1; ITU-T H.265, 7.3.2.4
final class SeiSearch {

    private static final int AVC_SEI = 6;
    private static final int HEVC_PREFIX_SEI = 39;
    /// Encoders put a handful of them before the first slice.
    private static final int UNITS_MAX = 8;
    /// Beyond that nothing follows that we look for.
    private static final int SEI_BYTES_MAX = 4096;

    private SeiSearch() {
    }

    /// Reads what the message holds.
    @FunctionalInterface
    interface Reading<T> {
        Optional<T> read(BitReader bits) throws MalformedMediaException;
    }

    /// @param picture NAL units, each behind its length in 4 bytes
    /// @param isHevc  H.265, else H.264
    /// @param wanted  payloadType
    static <T> Optional<T> find(ByteBuffer picture, boolean isHevc, int wanted,
            Reading<T> reading) {
        int at = picture.position();
        for (int unit = 0; unit < UNITS_MAX && picture.limit() - at > 4; unit++) {
            int length = picture.getInt(at);
            at += 4;
            if (length < 2 || length > picture.limit() - at) {
                return Optional.empty();
            }
            int first = picture.get(at);
            boolean sei = isHevc ? (first >> 1 & 0x3F) == HEVC_PREFIX_SEI
                    : (first & 0x1F) == AVC_SEI;
            if (sei && length <= SEI_BYTES_MAX) {
                Optional<T> found = in(picture.slice(at, length), isHevc ? 2 : 1, wanted, reading);
                if (found.isPresent()) {
                    return found;
                }
            }
            at += length;
        }
        return Optional.empty();
    }

    private static <T> Optional<T> in(ByteBuffer nal, int head, int wanted, Reading<T> reading) {
        BitReader bits = BitReader.ofNal("SEI", nal);
        try {
            bits.skip(8 * head);
            // The last byte of the unit is the trailing bits.
            while (bits.bytesRead() < nal.remaining() - 1) {
                int type = extended(bits);
                int size = extended(bits);
                if (type == wanted) {
                    return reading.read(bits);
                }
                bits.skip(8 * Math.min(size, nal.remaining()));
            }
        } catch (MalformedMediaException _) {
            // Decoders pass over what they cannot read, and so do we.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static int extended(BitReader bits) throws MalformedMediaException {
        int sum = 0;
        int next;
        do {
            next = bits.bits(8);
            sum += next;
        } while (next == 0xFF);
        return sum;
    }
}
