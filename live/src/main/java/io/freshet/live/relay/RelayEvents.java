package io.freshet.live.relay;

import io.freshet.media.StreamKey;

/// Told what becomes of the streams that this node fetches.
///
/// Threading: called on a loop; must not block.
public interface RelayEvents {

    /// A source could not be reached, refused, fell silent for a second, or broke off.
    ///
    /// @param reason in words, for the log
    default void lost(StreamKey key, RelaySource source, String reason) {
    }

    /// A node of ours lets this one fetch the stream.
    ///
    /// @param level how far it is from the leader, 0 if it leads; -1 if it does not say
    /// @return false if it must not be fetched from there
    default boolean admitted(StreamKey key, RelaySource source, int level) {
        return true;
    }

    /// A node of ours wants this one to ask another node.
    ///
    /// @param node its id
    default void redirected(StreamKey key, RelaySource source, String node) {
    }

    /// Signals come from that source now.
    ///
    /// @param token of the leader behind it, as the source said at the beginning
    /// @param gap   true if something between the last signal and the first new one is missing
    default void opened(StreamKey key, RelaySource source, long token, boolean gap) {
    }

    /// A cut with a higher token than any before has come by relay.
    default void tokenSeen(StreamKey key, long token) {
    }

    /// Nothing is fetched any more: the stream is over, nobody watches it, or all sources failed.
    default void stopped(StreamKey key, String reason) {
    }

    /// For those who want to know nothing.
    RelayEvents NONE = new RelayEvents() {
    };
}
