package io.freshet.control.fleet;

import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.media.StreamKey;
import java.util.List;

/// The nodes of the cluster, as the one that is asked sees them.
///
/// Threading: shared; `order` and `tree` may block for some seconds.
public interface Fleet {

    /// All that have a record, this node first.
    List<FleetNode> nodes();

    /// Wants something of a node, or nothing any more.
    Ordered order(String node, Wanted wanted) throws InterruptedException;

    /// The nodes that have that stream now: whom they have it from, and how much of it.
    ///
    /// A node that does not answer within half a second is left out.
    List<Limb> tree(StreamKey key) throws InterruptedException;

    /// What became of an order.
    enum Ordered {
        /// All nodes hear of it.
        DONE,
        /// There is no node of that name.
        NO_SUCH_NODE,
        /// Somebody else has just ordered something else.
        OUTRUN,
        /// The coordination engine did not answer.
        AWAY,
        /// A node that is in no cluster has nobody to send its people to.
        NO_CLUSTER
    }
}
