package io.freshet.cluster.lead;

import io.freshet.coordination.NodeState;

/// What is thought of other nodes.
public interface Judgement {

    /// Whether a node has been silent for so long that others may act.
    boolean isGone(String node);

    /// Whether nothing is to be expected of a node: it has no record, has stopped or was evicted.
    boolean hasLeft(String node);

    /// How a node is by its record and what is wanted of it; ready if nothing is known.
    default NodeState state(String node) {
        return NodeState.READY;
    }
}
