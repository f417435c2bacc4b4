package io.freshet.format.bits;

/// What a bit stream's timing fields say about its frame rate.
public final class FrameRate {

    /// Faster is a time base of an encoder with variable rate (1/90 000), not a rate.
    private static final long MAX_PER_KILOSECOND = 1_000_000;
    /// Slower than a frame in 10 s is a field that nobody filled in.
    private static final long MIN_PER_KILOSECOND = 100;

    private FrameRate() {
    }

    /// Frames in 1000 s, rounded to the nearest; 0 if that is not believable.
    ///
    /// @param timescale     ticks a second, 32 bits
    /// @param ticksPerFrame at most 33 bits
    public static int perKilosecond(long timescale, long ticksPerFrame) {
        if (timescale < 1 || ticksPerFrame < 1) {
            return 0;
        }
        long rate = (timescale * 1000 + ticksPerFrame / 2) / ticksPerFrame;
        return rate < MIN_PER_KILOSECOND || rate > MAX_PER_KILOSECOND ? 0 : (int) rate;
    }
}
