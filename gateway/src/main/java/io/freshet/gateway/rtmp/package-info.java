/// RTMP and RTMPS: connections to publishers and players.
///
/// Start at [io.freshet.gateway.rtmp.RtmpGateway]; one `RtmpConnection` joins a socket, a protocol
/// session and what the peer does: `RtmpPublishing` or `RtmpPlaying`.
///
/// Threading: the connection's loop.
@NullMarked
package io.freshet.gateway.rtmp;

import org.jspecify.annotations.NullMarked;
