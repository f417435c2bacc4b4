/// Who leads a stream: when a node may claim, when it goes on, when it stops.
///
/// Start at [io.freshet.cluster.lead.Leadership]; [io.freshet.cluster.lead.Seat] has the rules.
///
/// Threading: confined to the caller; no threads, no clock of its own, the same in a simulation.
@NullMarked
package io.freshet.cluster.lead;

import org.jspecify.annotations.NullMarked;
