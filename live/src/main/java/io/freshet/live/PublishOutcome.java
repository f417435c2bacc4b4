package io.freshet.live;

/// What became of the wish to publish.
public sealed interface PublishOutcome {

    /// The publisher may send.
    ///
    /// @param input where to
    /// @param onAir false while it is a standby
    record Accepted(Input input, boolean onAir) implements PublishOutcome {
    }

    /// Somebody else publishes this stream.
    ///
    /// @param reason in words fit for the peer
    record AlreadyPublishing(String reason) implements PublishOutcome {
    }

    /// The app does not exist, the key is wrong, a limit is reached, or the node is stopping.
    ///
    /// @param reason in words fit for the peer
    record NotAllowed(String reason) implements PublishOutcome {
    }
}
