package io.freshet.tools.wire;

import java.nio.ByteBuffer;

/// Fetches one resource after the other from a server.
///
/// Threading: confined to a loop.
public interface Fetcher {

    /// Where answers go.
    interface Listener {

        /// An answer is whole.
        void onAnswer(Fetched fetched, long nowNs);

        /// The connection broke while an answer was awaited; nothing is awaited any more.
        void onFault(String reason, long nowNs);
    }

    /// An answer.
    ///
    /// @param path    what was asked for
    /// @param head    status and headers
    /// @param body    valid during the call; empty if it was not to be kept
    /// @param length  how long the body is
    /// @param askedNs when it was asked for
    record Fetched(String path, HttpHead head, ByteBuffer body, long length, long askedNs) {
    }

    /// Asks for a path, after what was asked for before.
    ///
    /// @param kept whether the listener wants the body, which is then bounded
    void get(String path, boolean kept);

    /// How many answers are still to come.
    int pending();

    /// Nothing is wanted any more; the listener hears nothing from now on.
    void close();
}
