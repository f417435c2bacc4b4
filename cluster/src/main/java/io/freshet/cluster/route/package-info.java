/// Where viewers go: region, then state and load, then the stream's own order of edges.
///
/// Start at [io.freshet.cluster.route.Router].
///
/// Threading: confined to the caller; no threads, no clock of its own, the same in a simulation.
@NullMarked
package io.freshet.cluster.route;

import org.jspecify.annotations.NullMarked;
