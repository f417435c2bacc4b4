package io.freshet.net;

/// Decides what is done with a new connection.
///
/// Threading: called on the connection's loop.
@FunctionalInterface
public interface TcpAccept {
    /// Called before the first byte is read; with TLS after the handshake.
    TcpHandler accepted(TcpConnection connection);
}
