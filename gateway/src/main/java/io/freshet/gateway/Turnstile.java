package io.freshet.gateway;

/// Lets newcomers through at a pace: each second at most a sixteenth of those who are in.
///
/// Lag tells of a crowd half a second after it has come. At this pace no more than three in a
/// hundred have come meanwhile.
///
/// Threading: confined to its loop.
final class Turnstile {

    private static final int SHARE = 16;
    /// A loop that is busy with few connections is busy with something else.
    private static final int PER_SECOND_MIN = 40;
    private static final double SECOND_NS = 1e9;

    private double allowed;
    private long sinceNs;

    /// Lets nobody through until time has passed.
    void shut(long nowNs) {
        allowed = 0;
        sinceNs = nowNs;
    }

    /// @param inside how many there are
    boolean lets(int inside, long nowNs) {
        double perSecond = Math.max(PER_SECOND_MIN, inside / (double) SHARE);
        // At most an eighth of a second at once: all come at once if they can.
        allowed = Math.min(Math.max(1, perSecond / 8),
                allowed + perSecond * (nowNs - sinceNs) / SECOND_NS);
        sinceNs = nowNs;
        if (allowed < 1) {
            return false;
        }
        allowed--;
        return true;
    }
}
