package io.freshet.server;

import io.freshet.media.Clock;

/// The machine's clocks, but for a wall clock that all nodes of the cluster say is wrong: streams
/// are dated by theirs.
///
/// Threading: shared.
final class AgreedClock implements Clock {

    /// What a median of clocks that are right explains; below it this node's own is kept.
    private static final long OFF_MS = 2_000;

    private final Clock own;
    private volatile long aheadMs;

    AgreedClock(Clock own) {
        this.own = own;
    }

    /// The others are so far ahead of this node's wall clock.
    void agree(long othersAheadMs) {
        aheadMs = Math.abs(othersAheadMs) < OFF_MS ? 0 : othersAheadMs;
    }

    @Override
    public long monotonicNs() {
        return own.monotonicNs();
    }

    @Override
    public long wallMs() {
        return own.wallMs() + aheadMs;
    }
}
