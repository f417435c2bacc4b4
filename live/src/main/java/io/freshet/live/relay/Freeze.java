package io.freshet.live.relay;

import io.freshet.media.Signal;
import java.util.List;

/// Whether the publisher of the node that leads has frozen: its relay lives and brings nothing,
/// while a publisher that is held back here goes on.
///
/// Both send the same, so that the one measures the other: neither a machine that stands still
/// for a moment nor a picture every two seconds is a freeze.
///
/// Threading: confined to the stream's owner loop.
public final class Freeze {

    private static final long FROZEN_NS = 800_000_000;
    /// What has piled up comes in one read, and says nothing of time.
    private static final int READS_MIN = 4;
    /// Until so long after the first frame who has just begun may stutter.
    private static final long FLOWED_NS = 5_000_000_000L;

    private boolean flows;
    private long flowsSinceNs;
    /// The relay has said since that there was nothing.
    private boolean quiet;
    /// Of the one held back since the relay brought anything.
    private int reads;
    private long firstReadNs;

    /// What came with one read of the relay; nothing means that it lives and has nothing.
    ///
    /// @param nowNs monotonic
    public void relayed(List<Signal> batch, long nowNs) {
        if (batch.isEmpty()) {
            quiet = true;
            return;
        }
        if (!flows) {
            flows = true;
            flowsSinceNs = nowNs;
        }
        quiet = false;
        reads = 0;
    }

    /// A frame came of a publisher that is held back.
    ///
    /// @param nowNs monotonic
    /// @return whether the leader's has frozen; at most once in [#FROZEN_NS]
    public boolean heldBack(long nowNs) {
        if (reads == 0) {
            firstReadNs = nowNs;
        }
        reads++;
        boolean frozen = flows && quiet && reads >= READS_MIN
                && nowNs - firstReadNs >= FROZEN_NS && nowNs - flowsSinceNs >= FLOWED_NS;
        if (frozen) {
            reads = 0;
        }
        return frozen;
    }
}
