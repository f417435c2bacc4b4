package io.freshet.live.session;

import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.media.StreamKey;
import java.util.function.Consumer;

/// What is known of a session when it begins.
///
/// @param ender sends the peer away with a reason; called from any thread, also more than once
public record Opening(Action action, StreamKey stream, Protocol protocol, Peer peer, Terms terms,
        Consumer<String> ender) {

    /// Of one whom the policy has let in.
    public static Opening of(AccessPolicy.Request request, Terms terms, Consumer<String> ender) {
        return new Opening(request.action(), request.key(), request.protocol(), request.peer(),
                terms, ender);
    }
}
