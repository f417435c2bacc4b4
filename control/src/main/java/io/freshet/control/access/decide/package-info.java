/// A program of the operator that is asked before somebody publishes or watches.
///
/// `HookDecider` asks, as a `Decider` says, and remembers the answer for a while.
///
/// Threading: shared.
@NullMarked
package io.freshet.control.access.decide;

import org.jspecify.annotations.NullMarked;
