/// The coordination engine in memory, for tests, simulations and several nodes in one process.
///
/// Start at [io.freshet.coordination.memory.InMemoryEngine].
///
/// Threading: as the ports say; shared, guarded by the engine.
@NullMarked
package io.freshet.coordination.memory;

import org.jspecify.annotations.NullMarked;
