/// Who is there: judged by each node for itself, from heartbeats and its own monotonic clock.
///
/// Start at [io.freshet.cluster.members.Membership].
///
/// Threading: confined to the caller; no threads, no clock of its own, the same in a simulation.
@NullMarked
package io.freshet.cluster.members;

import org.jspecify.annotations.NullMarked;
