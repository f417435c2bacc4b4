package io.freshet.live;

import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where one who was allowed to publish is to do so.
///
/// Threading: shared; never blocks the caller. The answer comes on any thread.
public interface PublishPlacement {

    /// Decides, and makes this node the leader of the stream if the answer is [Here].
    CompletionStage<Placement> place(StreamKey key, Peer peer);

    /// The answer.
    sealed interface Placement {
    }

    /// This node leads the stream.
    ///
    /// @param token of its cuts; 0 where there is no cluster
    record Here(long token) implements Placement {
    }

    /// Another node leads it: the publisher is held back here until this node is asked to lead.
    record Standby() implements Placement {
    }

    /// It must publish to another node.
    ///
    /// @param node scheme, host and port
    record Elsewhere(URI node) implements Placement {
    }

    /// Nowhere.
    ///
    /// @param reason in words fit for the peer
    record Nowhere(String reason) implements Placement {
    }

    /// One node alone: here.
    static PublishPlacement here() {
        CompletionStage<Placement> here = CompletableFuture.completedStage(new Here(0));
        return (_, _) -> here;
    }
}
