package io.freshet.format.flv;

/// Makes timestamps of 32 bits, which wrap after 49.7 days, into ones that do not.
///
/// Some encoders never write the high byte and wrap at 2^24 ms, after 4.7 hours: a fall from the
/// last [#NEAR_MS] below it to the first [#NEAR_MS] tells. Audio that lags behind the
/// first wrapped video goes back over the same edge.
///
/// Any other step forth or back is passed on: who owns the timeline repairs it.
///
/// Threading: confined to its owner.
final class TimestampUnwrapper {

    /// Audio and video of one encoder are interleaved more tightly than that.
    static final int NEAR_MS = 10_000;

    private static final long RANGE_24 = 1L << 24;

    private long unwrapped;
    private long last = -1;
    private boolean wrapsAt24;

    TimestampUnwrapper(long originMs) {
        unwrapped = originMs;
    }

    /// @param timestampMs 0 to 2^32 - 1
    long unwrap(long timestampMs) {
        unwrapped += last < 0 ? timestampMs : step(timestampMs);
        last = timestampMs;
        return unwrapped;
    }

    /// Where `timestampMs` lies if it is near the last one, else the last one; changes nothing.
    long near(long timestampMs) {
        if (last < 0) {
            return unwrapped + timestampMs;
        }
        int step = (int) (timestampMs - last);
        return Math.abs((long) step) < NEAR_MS ? unwrapped + step : unwrapped;
    }

    private long step(long timestampMs) {
        // As 32 bits: the shorter way round.
        long step = (int) (timestampMs - last);
        if (isBeforeEdge(last) && timestampMs < NEAR_MS) {
            wrapsAt24 = true;
            return step + RANGE_24;
        }
        if (wrapsAt24 && last < NEAR_MS && isBeforeEdge(timestampMs)) {
            return step - RANGE_24;
        }
        return step;
    }

    private static boolean isBeforeEdge(long timestampMs) {
        return timestampMs >= RANGE_24 - NEAR_MS && timestampMs < RANGE_24;
    }
}
