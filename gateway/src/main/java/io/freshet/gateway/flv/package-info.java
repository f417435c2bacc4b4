/// HTTP-FLV and WebSocket-FLV.
///
/// Threading: the connection's loop.
@NullMarked
package io.freshet.gateway.flv;

import org.jspecify.annotations.NullMarked;
