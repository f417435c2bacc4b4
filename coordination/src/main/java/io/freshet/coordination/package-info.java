/// What the nodes of a cluster agree on and tell each other: ports, and what goes through them.
///
/// Start at [io.freshet.coordination.Engine]: a node's connection to the coordination engine, with
/// tables of slow facts (nodes, streams, duties) that every node has a whole copy of, a bus for
/// what may be lost, and a ledger for what may not. The engine may be away at any time, for
/// minutes; what is expected to fail is a value, never an exception.
///
/// Threading: ports are shared; what they call back and complete comes one at a time on a thread
/// of the engine, which must not be kept waiting. Records are immutable.
@NullMarked
package io.freshet.coordination;

import org.jspecify.annotations.NullMarked;
