package io.freshet.live;

/// Told what becomes of streams.
///
/// Threading: called on the stream's owner loop; must not block.
public interface StreamEvents {

    /// A stream came into being; it has no tracks yet. Subscribe here to miss nothing.
    void opened(LiveStream stream);

    /// A publisher went on air.
    default void onAir(LiveStream stream, String publisher) {
    }

    /// Nobody is on air; the stream waits for its publisher to come back.
    default void waiting(LiveStream stream, String reason) {
    }

    /// Another node leads, and its publisher has frozen while one that is held back here goes on.
    default void frozen(LiveStream stream) {
    }

    /// The stream is over.
    void ended(LiveStream stream);
}
