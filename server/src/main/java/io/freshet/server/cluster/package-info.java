/// What makes a node one of many: its name, its claims, the streams that it fetches from others.
///
/// Start at [io.freshet.server.cluster.ClusterStart]. A node without `cluster.nats` loads nothing
/// of this.
///
/// Threading: shared; see each class.
@NullMarked
package io.freshet.server.cluster;

import org.jspecify.annotations.NullMarked;
