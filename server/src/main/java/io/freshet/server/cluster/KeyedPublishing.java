package io.freshet.server.cluster;

import io.freshet.gateway.NodeSecret;
import io.freshet.live.AccessPolicy;
import io.freshet.live.relay.TrialName;
import io.freshet.live.session.Peer;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.server.healing.TrialStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// In a cluster nobody publishes without a key, not even from the same machine: there it would be
/// whoever got into any of the nodes.
/// The names of trial streams are for nodes alone.
///
/// @param policy the node's
/// @param secret by which nodes know each other
/// @param clock  judges their signatures
public record KeyedPublishing(AccessPolicy policy, NodeSecret secret, Clock clock)
        implements AccessPolicy {

    @Override
    public CompletionStage<Decision> decide(Request request) {
        if (TrialName.is(request.key())) {
            return CompletableFuture.completedStage(
                    TrialStream.decide(request, secret, clock.wallMs()));
        }
        if (request.action() != Action.PUBLISH || !request.peer().loopback()) {
            return policy.decide(request);
        }
        Peer peer = request.peer();
        return policy.decide(new Request(request.action(), request.key(), request.protocol(),
                request.parameters(), new Peer(peer.address(), false, peer.secure(),
                        peer.userAgent(), peer.referer(), peer.origin())));
    }

    @Override
    public boolean isOpenToAll(StreamKey key) {
        return !TrialName.is(key) && policy.isOpenToAll(key);
    }
}
