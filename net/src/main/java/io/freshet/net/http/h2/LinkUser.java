package io.freshet.net.http.h2;

import io.netty.handler.codec.http2.Http2Headers;

/// Who serves a connection.
///
/// Threading: confined to the connection's loop.
public interface LinkUser {
    /// The peer has begun a stream; what comes on it goes to the one that is returned.
    ///
    /// @param head of this request alone: it may be kept
    StreamUser onBegun(FrameStream stream, Http2Headers head);

    /// A frame has come that belongs to no request: settings, pings and the like.
    void onControlFrame();

    /// The peer broke the protocol; it has been told.
    void onBroken(String how);
}
