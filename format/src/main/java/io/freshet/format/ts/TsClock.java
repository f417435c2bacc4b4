package io.freshet.format.ts;

import io.freshet.media.StreamKey;
import io.freshet.media.Timestamp;
import java.nio.charset.StandardCharsets;

/// From output time to the 33 bits of MPEG-TS stamps, which wrap every 26.5 hours.
///
/// @param offset added to output time, ticks of 90 kHz; each stream has its own, so that not all
///               of them wrap at the same moment
///
/// Spec: ISO/IEC 13818-1:2023, 2.4.3.7
public record TsClock(long offset) {

    /// Ticks a second of stamps.
    public static final int HZ = 90_000;

    private static final long WRAP = 1L << 33;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /// The clock of that stream, the same on every node.
    public static TsClock of(StreamKey key) {
        long hash = FNV_BASIS;
        for (byte each : key.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each & 0xFF) * FNV_PRIME;
        }
        return new TsClock(Math.floorMod(hash, WRAP));
    }

    /// The stamp of a time on the output timeline, 0 to 2^33 - 1.
    public long stamp(long ticks, int timescale) {
        return wrapped(Timestamp.rescale(ticks, timescale, HZ) + offset);
    }

    /// What remains of `stamp` in 33 bits.
    static long wrapped(long stamp) {
        return Math.floorMod(stamp, WRAP);
    }
}
