package io.freshet.cluster.lead;

import io.freshet.cluster.Leading.Loss;

/// What a node that stands by knows of how the leader delivers.
///
/// Threading: confined to the caller.
final class Supply {

    /// Without the engine: so long the relay is lost before a standby goes on by itself.
    private static final long ALONE_NS = 3_000_000_000L;
    /// That somebody asked counts for so long.
    private static final long ASKED_NS = 5_000_000_000L;
    /// That the leader's publisher has frozen counts for so long.
    private static final long FROZEN_NS = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private boolean lost;
    private boolean flows;
    private long lostNs;
    private long askedNs = NEVER;
    private long frozenNs = NEVER;
    /// Of the leader that it was said of.
    private long frozenToken;

    void learn(Loss how, long token, long nowNs) {
        switch (how) {
            case RELAY -> {
                if (!lost) {
                    lost = true;
                    flows = false;
                    lostNs = nowNs;
                }
            }
            case FROZEN -> {
                frozenNs = nowNs;
                frozenToken = token;
            }
            case ASKED -> askedNs = nowNs;
            case RECOVERED -> {
                lost = false;
                flows = true;
                askedNs = NEVER;
            }
        }
    }

    /// Somebody else leads, or this node does.
    void forget() {
        lost = false;
        flows = false;
        askedNs = NEVER;
        frozenNs = NEVER;
    }

    /// This node's relay is lost.
    boolean isLost() {
        return lost;
    }

    /// The relay has been opened.
    boolean flows() {
        return flows;
    }

    boolean isLongLost(long nowNs) {
        return lost && nowNs - lostNs >= ALONE_NS;
    }

    /// Another node has lost the leader, too.
    boolean isMissedByOthers(long nowNs) {
        return nowNs - askedNs < ASKED_NS;
    }

    /// The publisher of the leader with that token sends nothing while the one here goes on.
    boolean isFrozen(long token, long nowNs) {
        return token == frozenToken && nowNs - frozenNs < FROZEN_NS;
    }
}
