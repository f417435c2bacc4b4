/// A cluster in virtual time: the real rules on a network that delays, drops, doubles and cuts.
///
/// Start at [io.freshet.cluster.sim.World]. A run is a function of its seed.
///
/// Threading: confined to the test.
@NullMarked
package io.freshet.cluster.sim;

import org.jspecify.annotations.NullMarked;
