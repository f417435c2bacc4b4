package io.freshet.live;

import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where a stream can be watched: every gateway that plays asks here first.
///
/// Threading: shared; never blocks the caller. The answer comes on any thread, as a rule at once.
public interface StreamResolver {

    /// Finds it, and fetches it to this node if that is where it is to be watched.
    ///
    /// @param protocol by which way it will be watched
    /// @param peer     who wants to
    CompletionStage<Resolution> resolve(StreamKey key, Protocol protocol, Peer peer);

    /// Where it is.
    sealed interface Resolution {
    }

    /// On this node, whether it is published here or comes by relay.
    ///
    /// @param stream to subscribe to; it has tracks and a key frame, or waits for its publisher
    record Here(LiveStream stream) implements Resolution {
    }

    /// Better watched at another node.
    ///
    /// @param node      scheme, host and port of the listener for the asked protocol; the gateway
    ///                  adds the path
    /// @param otherwise finds it for those who cannot go there; empty if nobody is served here
    record Redirect(URI node, Optional<StreamResolver> otherwise) implements Resolution {

        /// Whoever does not go there is not served.
        public Redirect(URI node) {
            this(node, Optional.empty());
        }
    }

    /// Nobody has it.
    ///
    /// @param reason in words fit for the peer
    record Absent(String reason) implements Resolution {
    }

    /// One node alone: what is not among `streams` is nowhere.
    static StreamResolver local(Streams streams) {
        return (key, _, _) -> CompletableFuture.completedStage(streams.find(key)
                .<Resolution>map(Here::new)
                .orElseGet(() -> new Absent("stream " + key + " is not live")));
    }
}
