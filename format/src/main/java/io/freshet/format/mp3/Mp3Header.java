package io.freshet.format.mp3;

import io.freshet.media.MalformedMediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/// The four bytes before each frame of MPEG audio layer III.
///
/// ```
/// 11111111111 VV LL _    sync, version, layer, protection
/// BBBB RR P _ MM ______  bit rate, sampling frequency, padding, private, channel mode
/// ```
///
/// @param version      MPEG-1, MPEG-2 (half rates) or 2.5 (quarter rates)
/// @param bitrateBps   of this frame
/// @param sampleRateHz 8 000 to 48 000
/// @param channels     1 or 2
/// @param frameBytes   header included
///
/// Spec: ISO/IEC 11172-3:1993, 2.4.1.3; ISO/IEC 13818-3:1998, 2.4.2.3
public record Mp3Header(Version version, int bitrateBps, int sampleRateHz, int channels,
        int frameBytes) {

    /// Which standard; 2.5 is a wide-spread extension that none describes.
    public enum Version {
        MPEG_1(1), MPEG_2(2), MPEG_2_5(4);

        private final int divisor;

        Version(int divisor) {
            this.divisor = divisor;
        }
    }

    /// Bytes that [#parse] consumes.
    public static final int BYTES = 4;

    private static final int[] KBPS_MPEG_1 =
            {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBPS_MPEG_2 =
            {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] HZ_MPEG_1 = {44_100, 48_000, 32_000};

    /// Reads 4 bytes.
    ///
    /// @throws UnsupportedMediaException for layers I and II, and for the free format
    public static Mp3Header parse(ByteBuffer bytes)
            throws MalformedMediaException, UnsupportedMediaException {
        if (bytes.remaining() < BYTES) {
            throw malformed("has " + bytes.remaining() + " bytes");
        }
        int bits = bytes.getInt();
        if (bits >>> 21 != 0x7FF) {
            throw malformed("does not begin with a sync word");
        }
        Version version = switch (bits >> 19 & 3) {
            case 0 -> Version.MPEG_2_5;
            case 2 -> Version.MPEG_2;
            case 3 -> Version.MPEG_1;
            default -> throw malformed("has the reserved version");
        };
        int layer = 4 - (bits >> 17 & 3);
        int rateIndex = bits >> 10 & 3;
        int bitrateIndex = bits >> 12 & 15;
        if (layer == 4 || rateIndex == 3 || bitrateIndex == 15) {
            throw malformed("has a reserved value");
        }
        if (layer != 3) {
            throw new UnsupportedMediaException("MPEG audio layer " + layer);
        }
        if (bitrateIndex == 0) {
            throw new UnsupportedMediaException("MP3 of free format");
        }
        boolean full = version == Version.MPEG_1;
        int bitrateBps = (full ? KBPS_MPEG_1 : KBPS_MPEG_2)[bitrateIndex] * 1000;
        int sampleRateHz = HZ_MPEG_1[rateIndex] / version.divisor;
        int padding = bits >> 9 & 1;
        int channels = (bits >> 6 & 3) == 3 ? 1 : 2;
        return new Mp3Header(version, bitrateBps, sampleRateHz, channels,
                (full ? 144 : 72) * bitrateBps / sampleRateHz + padding);
    }

    /// Samples of one channel in a frame.
    public int samplesPerFrame() {
        return version == Version.MPEG_1 ? 1152 : 576;
    }

    private static MalformedMediaException malformed(String what) {
        return new MalformedMediaException("MP3 header " + what, 0);
    }
}
