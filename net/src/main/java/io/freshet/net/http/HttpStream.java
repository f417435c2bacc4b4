package io.freshet.net.http;

import io.freshet.net.Outlet;

/// The body of an answer without a known end, or a WebSocket's way to the client.
///
/// The caller writes bytes that are framed already, so that one buffer serves thousands.
public interface HttpStream extends Outlet {
    /// What the bytes of `write` must look like.
    Framing framing();

    /// Ends the body properly: last chunk, END_STREAM, or a WebSocket close; sent with what was
    /// written before. The outlet is closed then with the cause DONE.
    void end();

    /// The peer is far, and packets are lost on the way: BBR, if this is a connection of its own.
    default void expectLoss() {
    }

    /// How bytes are framed by the caller.
    enum Framing {
        /// Each write is one or several whole chunks: `size in hex CRLF bytes CRLF`.
        HTTP_CHUNKED,
        /// The bytes as they are: HTTP/2 frames them itself, HTTP/1.0 ends with the connection.
        RAW,
        /// Each write is one or several whole WebSocket frames of a server (binary, not masked).
        WEBSOCKET
    }
}
