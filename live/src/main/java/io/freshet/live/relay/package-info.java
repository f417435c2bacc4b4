/// How a stream gets from node to node, as the one sees it who decides from where.
///
/// The cluster gives [io.freshet.live.relay.RelaySources] and hears
/// [io.freshet.live.relay.RelayEvents]; a gateway carries the bytes and is a
/// [io.freshet.live.relay.RelayPuller].
///
/// Threading: each type says.
@NullMarked
package io.freshet.live.relay;

import org.jspecify.annotations.NullMarked;
