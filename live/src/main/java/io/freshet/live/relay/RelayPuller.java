package io.freshet.live.relay;

import io.freshet.live.StreamResolver.Resolution;
import io.freshet.media.StreamKey;
import java.util.concurrent.CompletionStage;

/// Fetches streams to this node, each once, however many ask.
///
/// Threading: shared.
public interface RelayPuller {

    /// Fetches the stream, or joins those who wait for it; answered when its first tracks and key
    /// frame are here, or when no source has it.
    ///
    /// It is kept until nobody has watched or asked for an idle time.
    CompletionStage<Resolution> pull(StreamKey key);

    /// Fetches the stream and keeps it though nobody watches: what a standby does.
    ///
    /// @return ends it; from anywhere, again is no harm
    Hold hold(StreamKey key);

    /// The sources are others now: asks for them again, and changes at once if the one in use is
    /// no longer among them.
    void sourcesChanged(StreamKey key);

    /// A reason to keep a stream here.
    interface Hold extends AutoCloseable {

        @Override
        void close();
    }
}
