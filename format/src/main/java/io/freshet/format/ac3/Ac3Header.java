package io.freshet.format.ac3;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/// The beginning of an AC-3 or E-AC-3 sync frame.
///
/// ```
/// AC-3      0B77, 16 bits of CRC, FF SSSSSS         rate, frame size code
///           IIIII MMM CCC [..] [..] [..] L          id, mode, channels, mix levels, low frequency
/// E-AC-3    0B77, TT NNN + 11 bits                  stream type, substream, words - 1
///           FF BB CCC L IIIII                       rate, blocks, channels, low frequency, id
/// ```
///
/// @param codec           AC3 or EAC3
/// @param sampleRateHz    16 000 to 48 000
/// @param channels        1 to 6
/// @param frameBytes      header included
/// @param samplesPerFrame 256 to 1536
/// @param specificBox     body of `dac3` or `dec3`, what mp4 says about it
///
/// Spec: ETSI TS 102 366 V1.4.1, 4.3, E.1.2, F.4 and F.6
public record Ac3Header(AudioCodec codec, int sampleRateHz, int channels, int frameBytes,
        int samplesPerFrame, Bytes specificBox) {

    /// How many bytes [#parse] looks at.
    public static final int BYTES = 8;

    private static final int SYNC = 0x0B77;
    private static final int BLOCK_SAMPLES = 256;
    private static final int[] HZ = {48_000, 44_100, 32_000};
    private static final int[] KBPS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    private static final int[] BLOCKS = {1, 2, 3, 6};

    /// Reads the first 8 bytes of a frame; `frame` is not consumed.
    ///
    /// @throws UnsupportedMediaException for an unknown bit stream id, and for an E-AC-3 frame that
    ///                                   does not stand alone
    public static Ac3Header parse(ByteBuffer frame)
            throws MalformedMediaException, UnsupportedMediaException {
        if (frame.remaining() < BYTES) {
            throw malformed("has " + frame.remaining() + " bytes", 0);
        }
        long bits = frame.getLong(frame.position());
        if (bits >>> 48 != SYNC) {
            throw malformed("does not begin with a sync word", 0);
        }
        int id = field(bits, 40, 5); // in both at the same place
        if (id <= 8) {
            return ac3(bits, id);
        }
        if (id >= 11 && id <= 16) {
            return enhanced(bits, id);
        }
        throw new UnsupportedMediaException("AC-3 bit stream id " + id);
    }

    private static Ac3Header ac3(long bits, int id) throws MalformedMediaException {
        int rate = field(bits, 32, 2);
        int sizeCode = field(bits, 34, 6);
        if (rate == 3 || sizeCode >= 2 * KBPS.length) {
            throw malformed("has a reserved rate or size", 4);
        }
        int mode = field(bits, 48, 3);
        int at = 51;
        at += (mode & 1) != 0 && mode != 1 ? 2 : 0; // cmixlev
        at += (mode & 4) != 0 ? 2 : 0; // surmixlev
        at += mode == 2 ? 2 : 0; // dsurmod
        int lowFrequency = field(bits, at, 1);
        int kbps = KBPS[sizeCode >> 1];
        int words = switch (rate) {
            case 0 -> kbps * 2;
            case 1 -> kbps * 960 / 441 + (sizeCode & 1);
            default -> kbps * 3;
        };
        int box = rate << 22 | id << 17 | field(bits, 45, 3) << 14 | mode << 11
                | lowFrequency << 10 | sizeCode >> 1 << 5;
        return new Ac3Header(AudioCodec.AC3, HZ[rate], CHANNELS[mode] + lowFrequency, words * 2,
                6 * BLOCK_SAMPLES,
                Bytes.wrap(new byte[] {(byte) (box >> 16), (byte) (box >> 8), (byte) box}));
    }

    private static Ac3Header enhanced(long bits, int id)
            throws MalformedMediaException, UnsupportedMediaException {
        if (field(bits, 16, 2) == 1 || field(bits, 18, 3) != 0) {
            throw new UnsupportedMediaException("E-AC-3 frame of a further substream");
        }
        int bytes = (field(bits, 21, 11) + 1) * 2;
        int rate = field(bits, 32, 2);
        int half = field(bits, 34, 2);
        if (rate == 3 && half == 3) {
            throw malformed("has a reserved rate", 4);
        }
        int hz = rate == 3 ? HZ[half] / 2 : HZ[rate];
        int samples = (rate == 3 ? 6 : BLOCKS[half]) * BLOCK_SAMPLES;
        int mode = field(bits, 36, 3);
        int lowFrequency = field(bits, 39, 1);
        long kbps = Math.min((long) bytes * 8 * hz / samples / 1000, 0x1FFF);
        // One independent substream, the main service, none that depends on it.
        long box = kbps << 27 | (long) rate << 22 | id << 17 | mode << 9 | lowFrequency << 8;
        return new Ac3Header(AudioCodec.EAC3, hz, CHANNELS[mode] + lowFrequency, bytes, samples,
                Bytes.copyOf(ByteBuffer.allocate(8).putLong(box).position(3)));
    }

    private static int field(long bits, int from, int count) {
        return (int) (bits >>> 64 - from - count) & (1 << count) - 1;
    }

    private static MalformedMediaException malformed(String what, int offset) {
        return new MalformedMediaException("AC-3 frame " + what, offset);
    }
}
