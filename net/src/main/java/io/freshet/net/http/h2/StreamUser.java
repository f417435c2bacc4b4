package io.freshet.net.http.h2;

import io.netty.buffer.ByteBuf;

/// Who serves one stream.
///
/// Threading: confined to the connection's loop.
public interface StreamUser {
    /// Bytes of the request's body; borrowed for the call.
    void onBody(ByteBuf bytes);

    /// The request is whole.
    void onEnd();

    /// The peer does not want the answer any more; `onClosed` follows.
    void onReset();

    /// The stream was not writable and is again.
    void onWritable();

    /// Called exactly once, last: both sides have ended, or one has given up.
    void onClosed();
}
