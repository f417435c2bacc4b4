package io.freshet.net;

import io.netty.buffer.ByteBuf;

/// What is done with one connection.
///
/// An exception that leaves one of these calls is our own fault: it is logged with its stack and
/// closes the connection.
///
/// Threading: confined to the connection's loop.
public interface TcpHandler {
    /// Bytes of the peer, in order. Borrowed: copy or retain what is needed after the call.
    void onBytes(ByteBuf bytes);

    /// Everything of one read has been handed over; a good moment to flush replies.
    default void onReadComplete() {}

    /// The outlet can take bytes again.
    default void onWritable() {}

    /// The server wants to stop: finish what is short, then close. What stays is closed at the
    /// deadline.
    default void onDraining() {}

    /// Called exactly once, last.
    void onClosed(Closed closed);
}
