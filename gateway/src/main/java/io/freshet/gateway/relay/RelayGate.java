package io.freshet.gateway.relay;

import io.freshet.media.StreamKey;
import java.util.Optional;
import java.util.function.Function;

/// Which nodes may fetch which stream from this one.
///
/// Threading: shared; quick, and never blocks the caller.
public interface RelayGate {

    /// A node of ours asks for a stream that may not be here: it may have lost another source.
    default void asked(StreamKey key, Function<String, Optional<String>> asked) {
    }

    /// A node of ours asks for a stream that is here.
    ///
    /// @param asked the parameters of its request, by name
    Answer ask(StreamKey key, Function<String, Optional<String>> asked);

    /// One that was let in is gone.
    ///
    /// @param grant of its [Admitted]
    void released(StreamKey key, long grant);

    /// What it is told.
    sealed interface Answer {
    }

    /// It may.
    ///
    /// @param grant to be given back
    /// @param level how far this node is from the leader
    /// @param far   whether it asks from another region
    record Admitted(long grant, int level, boolean far) implements Answer {
    }

    /// It is to ask another node.
    ///
    /// @param node its id
    record Redirect(String node) implements Answer {
    }

    /// It may not.
    ///
    /// @param reason in words, for its log
    record Refused(String reason) implements Answer {
    }

    /// Lets in whoever asks.
    RelayGate OPEN = new RelayGate() {

        @Override
        public Answer ask(StreamKey key, Function<String, Optional<String>> asked) {
            return new Admitted(0, 0, false);
        }

        @Override
        public void released(StreamKey key, long grant) {
        }
    };
}
