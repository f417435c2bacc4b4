package io.freshet.format.flv;

/// Between ticks of a track and the milliseconds, with nanoseconds beyond them, of messages.
///
/// Ticks to nanoseconds and back is exact for every timescale below 500 MHz.
final class FlvTime {

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;

    private FlvTime() {
    }

    /// The tick nearest to `ms` and `ns` beyond it.
    static long ticks(long ms, int ns, int timescale) {
        long seconds = Math.floorDiv(ms, 1000L);
        long rest = Math.floorMod(ms, 1000L) * NS_PER_MS + ns;
        return seconds * timescale + (rest * timescale + NS_PER_SECOND / 2) / NS_PER_SECOND;
    }

    /// The millisecond nearest to `ticks`.
    static long nearestMs(long ticks, int timescale) {
        long seconds = Math.floorDiv(ticks, (long) timescale);
        long rest = Math.floorMod(ticks, (long) timescale);
        return seconds * 1000 + (rest * 1000 + timescale / 2) / timescale;
    }

    /// The first nanosecond that is not before `ticks`; epoch time fits until the year 2262.
    static long ns(long ticks, int timescale) {
        long seconds = Math.floorDiv(ticks, (long) timescale);
        long rest = Math.floorMod(ticks, (long) timescale);
        return seconds * NS_PER_SECOND + (rest * NS_PER_SECOND + timescale - 1) / timescale;
    }

    /// Whole milliseconds in `ns`.
    static long wholeMs(long ns) {
        return Math.floorDiv(ns, NS_PER_MS);
    }

    /// What [#wholeMs] leaves, 0 to 999 999.
    static int beyondMs(long ns) {
        return (int) Math.floorMod(ns, NS_PER_MS);
    }
}
