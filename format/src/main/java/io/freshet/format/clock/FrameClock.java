package io.freshet.format.clock;

import java.nio.ByteBuffer;

/// Reads the clock that an encoder writes into its pictures, as the load generator does.
///
///     length (32) | NAL header, SEI | 05, user data unregistered | 24
///     UUID (128) | microseconds, 8 times 7 bits with the high bit set | 80, the end
///
/// Only the first two NAL units are looked at: a clock is of use at the front.
///
/// Spec: ITU-T H.264, D.1.7; ITU-T H.265, D.2.7
public final class FrameClock {

    private static final long UUID_HIGH = 0x8C6F2B1D94A74E53L;
    private static final long UUID_LOW = 0xB2D0F1A7C35E6D19L;
    private static final int AVC_SEI = 6;
    private static final int HEVC_PREFIX_SEI = 39;
    private static final int USER_DATA_UNREGISTERED = 5;
    private static final int SEI_BYTES = 24;
    private static final int UNITS_MAX = 2;

    private FrameClock() {
    }

    /// When the picture was made, microseconds of the Unix epoch; -1 if it does not say.
    ///
    /// @param picture NAL units, each behind its length in 4 bytes
    /// @param isHevc  H.265, else H.264
    public static long epochUs(ByteBuffer picture, boolean isHevc) {
        int at = picture.position();
        for (int unit = 0; unit < UNITS_MAX && picture.limit() - at > 4; unit++) {
            int length = picture.getInt(at);
            at += 4;
            if (length < 2 || length > picture.limit() - at) {
                return -1;
            }
            int head = isHevc ? 2 : 1;
            int first = picture.get(at);
            boolean sei = isHevc ? (first >> 1 & 0x3F) == HEVC_PREFIX_SEI
                    : (first & 0x1F) == AVC_SEI;
            if (sei && length >= head + 2 + SEI_BYTES) {
                long found = clock(picture, at + head);
                if (found >= 0) {
                    return found;
                }
            }
            at += length;
        }
        return -1;
    }

    private static long clock(ByteBuffer picture, int at) {
        if (picture.get(at) != USER_DATA_UNREGISTERED || picture.get(at + 1) != SEI_BYTES
                || picture.getLong(at + 2) != UUID_HIGH
                || picture.getLong(at + 10) != UUID_LOW) {
            return -1;
        }
        long stamp = 0;
        for (int i = at + 18; i < at + 2 + SEI_BYTES; i++) {
            stamp = stamp << 7 | picture.get(i) & 0x7F;
        }
        return stamp;
    }
}
