package io.freshet.tools.wire;

import java.nio.ByteBuffer;
import java.util.List;

/// What one connection says and hears. All calls come on its loop.
public interface Conversation {

    /// What it may be called within TLS, best first; empty: nothing is said of it.
    ///
    /// Spec: RFC 7301
    default List<String> protocols() {
        return List.of();
    }

    /// The connection is there: say the first words.
    void onOpen(Connection connection, long nowNs);

    /// Bytes have come; all of them are to be read, none kept.
    ///
    /// @throws PeerFault if the server refuses or breaks a rule; the connection is closed then
    void onBytes(ByteBuffer in, long nowNs) throws PeerFault;

    /// It is over, or never began; the last call.
    ///
    /// @param reason a few words that are counted
    void onClosed(String reason, long nowNs);
}
