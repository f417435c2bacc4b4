package io.freshet.cluster;

import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeState;
import io.freshet.media.StreamKey;

/// What the cluster tells its node.
///
/// Threading: called one at a time; must not block, hand over to the stream's loop.
public interface ClusterEvents {

    /// This node leads that stream from now on: promote it, or cut with the new token.
    ///
    /// Told to a standby that takes over, and to a leader whose provisional token is settled. Not
    /// told for what [Leading#claim] has answered.
    void lead(StreamKey key, long token, HighWater above);

    /// A higher token was heard of: stop leading that stream at once, and follow.
    ///
    /// @param token  the other's
    /// @param leader its node id; empty if only the token is known
    void stepDown(StreamKey key, long token, String leader);

    /// Another node leads that stream, or nobody, or a better source is there: ask [Relays.Feed]
    /// again.
    void sourcesChanged(StreamKey key);

    /// A node may pull that stream from here no more: end what was let in under that grant.
    void drop(StreamKey key, long grant);

    /// This node should be in that state from now on, since it was ordered or has said so itself.
    default void state(NodeState state) {
    }

    /// Something that people should know: for the audit trail and alerts.
    default void happened(Happening happening) {
    }

    /// Something that people should know.
    sealed interface Happening {

        /// A node was not heard of for too long.
        record Suspected(String node) implements Happening {
        }

        /// A node that was suspected is heard of again.
        record Returned(String node) implements Happening {
        }

        /// More than half of the nodes fell silent at once, so that nobody is judged.
        record NobodyJudged(int silent, int of) implements Happening {
        }

        /// A node's clock is away from the median of all.
        record ClockOff(String node, long offsetMs) implements Happening {
        }

        /// That clock is right again.
        record ClockRight(String node) implements Happening {
        }

        /// The engine cannot be reached, or can again.
        record EngineLink(boolean here) implements Happening {
        }
    }
}
