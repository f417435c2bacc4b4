package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// Supplemental enhancement information: which messages there are.
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.2.3.1 and table D.1
final class AvcSei {

    private static final int RECOVERY_POINT = 6;

    private AvcSei() {
    }

    /// Whether one of the messages is a recovery point; broken SEI, which decoders skip, has none.
    static boolean hasRecoveryPoint(ByteBuffer nal) {
        BitReader bits = BitReader.ofNal("H.264 SEI", nal);
        try {
            bits.skip(8);
            // The last byte of the unit is the trailing bits.
            while (bits.bytesRead() < nal.remaining() - 1) {
                int type = extended(bits);
                int size = extended(bits);
                if (type == RECOVERY_POINT) {
                    return true;
                }
                bits.skip(8 * Math.min(size, nal.remaining()));
            }
        } catch (MalformedMediaException _) {
            return false;
        }
        return false;
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
