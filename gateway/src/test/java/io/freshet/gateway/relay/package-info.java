/// Nodes of a cluster in one process, and what may happen between them.
///
/// Threading: each type says.
@NullMarked
package io.freshet.gateway.relay;

import org.jspecify.annotations.NullMarked;
