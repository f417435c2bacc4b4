/// Protocols to live streams and back; one package per protocol, none imports another.
///
/// Start at [io.freshet.gateway.Route] for what comes by HTTP, at `rtmp` for RTMP; all viewers end
/// up at `wire`.
///
/// Threading: the connection's loop; each class says.
@NullMarked
package io.freshet.gateway;

import org.jspecify.annotations.NullMarked;
