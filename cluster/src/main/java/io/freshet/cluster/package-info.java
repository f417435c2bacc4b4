/// Nodes that carry streams together: who is there, who leads a stream, where everybody goes.
///
/// Start at [io.freshet.cluster.Cluster], a node's part in it. It offers four views: `Leading` for
/// those who take publishers, `Relays` for those who carry streams from node to node, `Routing` for
/// those who send viewers somewhere, `ClusterView` for people; it tells `ClusterEvents`. All that
/// is decided is decided in `members`, `lead`, `tree` and `route`: plain classes without threads,
/// into which events and time go, and which the simulation runs unchanged. `nats` is the engine.
///
/// Threading: `Cluster` is shared; what it calls back comes one at a time, on a thread of its own,
/// and must not block.
@NullMarked
package io.freshet.cluster;

import org.jspecify.annotations.NullMarked;
