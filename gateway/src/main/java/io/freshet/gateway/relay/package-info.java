/// Streams from node to node: [io.freshet.gateway.relay.RelayRoute] serves what this node has,
/// [io.freshet.gateway.relay.RelayPulls] fetches what it has not.
///
/// The wire is that of `io.freshet.format.relay`; where a stream comes from, and what becomes of it
/// when its source is lost, is said through the interfaces of `io.freshet.live.relay`.
///
/// Threading: each type says.
@NullMarked
package io.freshet.gateway.relay;

import org.jspecify.annotations.NullMarked;
