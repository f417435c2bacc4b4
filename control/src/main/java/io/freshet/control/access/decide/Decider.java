package io.freshet.control.access.decide;

import io.freshet.control.hooks.HookTarget;
import java.time.Duration;

/// The webhook that is asked before somebody publishes or plays.
///
/// @param target    where
/// @param onPublish whether publishers are asked about
/// @param onPlay    whether viewers are
/// @param timeout   of one question
/// @param failOpen  whether one who cannot be asked about is let in
/// @param cache     how long an answer stands for the same one who asks again
/// @param secret    signs the questions
public record Decider(HookTarget target, boolean onPublish, boolean onPlay, Duration timeout,
        boolean failOpen, Duration cache, String secret) {

    /// Not the secret.
    @Override
    public String toString() {
        return "Decider " + target;
    }
}
