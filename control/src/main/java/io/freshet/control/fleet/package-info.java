/// The nodes of the cluster for people: how they are, what is wanted of them, and how streams go
/// from one to the other.
///
/// Start at [io.freshet.control.fleet.Fleet]; a node that is in no cluster is a fleet of one.
///
/// Threading: shared.
@NullMarked
package io.freshet.control.fleet;

import org.jspecify.annotations.NullMarked;
