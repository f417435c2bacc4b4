package io.freshet.cluster.heal;

/// Since when a node has not been well for a whole minute, and whether that is too long.
///
/// Threading: confined to the caller.
final class Unwell {

    private static final long WELL = Long.MAX_VALUE;

    private long sinceNs = WELL;
    private boolean lasting;

    /// Goes on with what another one knew.
    void adopt(Standing standing, long nowNs) {
        sinceNs = standing.unwellNs() == 0 ? WELL : nowNs - standing.unwellNs();
        lasting = standing.lasting();
    }

    void begin(long nowNs) {
        if (sinceNs == WELL) {
            sinceNs = nowNs;
        }
    }

    void end() {
        sinceNs = WELL;
        lasting = false;
    }

    /// Whether it has just become too long.
    boolean lasts(long nowNs, long longNs) {
        boolean now = sinceNs != WELL && !lasting && nowNs - sinceNs >= longNs;
        lasting |= now;
        return now;
    }

    boolean isLasting() {
        return lasting;
    }

    /// 0 if it is well.
    long forNs(long nowNs) {
        return sinceNs == WELL ? 0 : Math.max(1, nowNs - sinceNs);
    }
}
