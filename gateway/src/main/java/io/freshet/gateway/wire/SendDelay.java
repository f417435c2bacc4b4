package io.freshet.gateway.wire;

import io.freshet.live.Audience;

/// For how long frames wait here: from their coming to the end of the pass that hands them to the
/// last viewer's connection. Merging writes is in it, what a slow viewer's network takes is not.
///
/// Threading: confined to the fan-out's loop.
final class SendDelay {

    private static final long NONE = Long.MIN_VALUE;

    private final Audience audience;
    private long waitingSinceNs = NONE;
    private long passingSinceNs = NONE;

    SendDelay(Audience audience) {
        this.audience = audience;
    }

    void came(long nowNs) {
        waitingSinceNs = waitingSinceNs == NONE ? nowNs : waitingSinceNs;
    }

    /// A pass over the viewers begins.
    void passes() {
        passingSinceNs = waitingSinceNs;
        waitingSinceNs = NONE;
    }

    /// @param viewers how many there are: without any nothing was delivered
    void passed(long nowNs, int viewers) {
        if (passingSinceNs != NONE && viewers > 0) {
            audience.delivered(Audience.Output.WIRE, nowNs - passingSinceNs);
        }
        passingSinceNs = NONE;
    }
}
