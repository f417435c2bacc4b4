package io.freshet.cluster;

import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cluster as this node sees it, for people.
///
/// @param engineHere     whether the engine can be reached
/// @param clockOffsetMs  what to add to this node's wall clock to have the cluster's
/// @param nodes          all that have a record, by id
/// @param streams        the directory
public record ClusterView(boolean engineHere, long clockOffsetMs, List<SeenNode> nodes,
        Map<StreamKey, SeenStream> streams) {

    public ClusterView {
        nodes = List.copyOf(nodes);
        streams = Map.copyOf(streams);
    }

    /// A node.
    ///
    /// @param record        what it says of itself, in the worse of its own and the ordered state
    /// @param health        what is thought of it here
    /// @param silentMs      since it was heard of; -1 if never
    /// @param clockOffsetMs its clock against this node's
    /// @param load          as last heard
    /// @param order         what is wanted of it, if anything
    public record SeenNode(NodeRecord record, Health health, long silentMs, long clockOffsetMs,
            NodeLoad load, Optional<NodeOrder> order) {
    }

    /// What is thought of a node.
    public enum Health {
        /// Not heard of yet.
        UNKNOWN,
        /// Heard of.
        ALIVE,
        /// Silent for too long.
        SUSPECT
    }

    /// A stream.
    ///
    /// @param entry    as in the directory
    /// @param token    that holds
    /// @param revision of the entry
    public record SeenStream(StreamEntry entry, long token, long revision) {
    }
}
