/// What the machine says of processes: CPU time, memory, threads; and processes that we start.
///
/// Start at [io.freshet.tools.machine.ProcessSample]. Linux only: elsewhere nothing is said.
///
/// Threading: immutable, or confined to the main thread.
@NullMarked
package io.freshet.tools.machine;

import org.jspecify.annotations.NullMarked;
