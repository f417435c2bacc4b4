package io.freshet.tools.load;

import io.freshet.media.Bytes;
import io.freshet.tools.wire.BodyHead;
import java.nio.ByteBuffer;

/// A clock in each video frame: the NAL unit that publishers of a load run put first.
///
///     length (32) = 28 or 29 | NAL header, SEI | 05, user data unregistered | 24
///     UUID (128) | microseconds, 8 times 7 bits with the high bit set | 80, the end
///
/// The high bits keep start codes out. The time is that of the wall clock; two machines are
/// compared as well as theirs agree. The load client `lg` writes the same with another UUID and
/// the monotonic clock, which is understood on the machine where it runs.
///
/// Spec: ITU-T H.264, D.1.7; ITU-T H.265, D.2.7
public final class FrameClock {

    private static final int LEGACY_HEADER_BYTES = 5;
    private static final int USER_DATA_UNREGISTERED = 5;
    private static final int SEI_BYTES = 24;
    private static final byte[] OURS = uuid(0x8C6F2B1D94A74E53L, 0xB2D0F1A7C35E6D19L);
    private static final byte[] LG = uuid(0xDEADBEEF01020304L, 0x05060708090A0B0CL);
    /// Longer ago than any buffer keeps: the clock is another one.
    private static final long AGE_US_MAX = 3_600_000_000L;

    private FrameClock() {
    }

    private static byte[] uuid(long high, long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /// The NAL unit with its length, to be put before those of a picture.
    ///
    /// @param isHevc  H.265, else H.264
    /// @param epochUs the wall clock, microseconds of the Unix epoch
    public static Bytes nal(boolean isHevc, long epochUs) {
        ByteBuffer nal = ByteBuffer.allocate(isHevc ? 33 : 32);
        nal.putInt(nal.capacity() - 4);
        if (isHevc) {
            nal.put((byte) 0x4E).put((byte) 1);
        } else {
            nal.put((byte) 6);
        }
        nal.put((byte) USER_DATA_UNREGISTERED).put((byte) SEI_BYTES).put(OURS);
        for (int shift = 49; shift >= 0; shift -= 7) {
            nal.put((byte) (0x80 | epochUs >> shift & 0x7F));
        }
        return Bytes.wrap(nal.put((byte) 0x80).array());
    }

    /// How long ago the frame was sent, microseconds; -1 if it does not say.
    ///
    /// @param video       a coded picture, legacy or enhanced
    /// @param monotonicUs now, as `System.nanoTime` counts
    /// @param epochUs     now, by the wall clock
    public static long ageUs(BodyHead video, long monotonicUs, long epochUs) {
        int at = LEGACY_HEADER_BYTES + 4;
        boolean isEnhanced = video.headBytes() > 0 && video.headAt(0) >= 0x80;
        if (isEnhanced && (video.headAt(0) & 15) == 1) {
            // Coded frames with a composition time; without one (type 3) it is as long as legacy.
            at += 3;
        }
        if (video.headBytes() < at + 2) {
            return -1;
        }
        at += video.headAt(at) == 0x4E ? 2 : 1;
        if (video.headBytes() < at + 2 + SEI_BYTES
                || video.headAt(at) != USER_DATA_UNREGISTERED
                || video.headAt(at + 1) != SEI_BYTES) {
            return -1;
        }
        int uuidAt = at + 2;
        long stamp = 0;
        for (int i = uuidAt + 16; i < uuidAt + SEI_BYTES; i++) {
            stamp = stamp << 7 | video.headAt(i) & 0x7F;
        }
        long nowUs = isAt(video, uuidAt, OURS) ? epochUs
                : isAt(video, uuidAt, LG) ? monotonicUs : Long.MIN_VALUE;
        long age = nowUs - stamp;
        return nowUs == Long.MIN_VALUE || Math.abs(age) > AGE_US_MAX ? -1 : Math.max(0, age);
    }

    private static boolean isAt(BodyHead video, int at, byte[] uuid) {
        for (int i = 0; i < uuid.length; i++) {
            if (video.headAt(at + i) != (uuid[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
