package io.freshet.server.cluster;

import io.freshet.cluster.Routing;
import io.freshet.cluster.Routing.Wish;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.relay.TrialName;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Sends viewers who ask this node for media to the edge where they should watch.
///
/// Programs of this machine are served by whom they ask; as such counts what looks how viewers
/// fare here. So are players of RTMP that know nothing of being asked to go elsewhere.
///
/// Threading: stateless.
///
/// @param routing of the cluster
record Usher(Routing routing) {

    /// Asks `inner` for those who should watch here.
    StreamResolver before(StreamResolver inner) {
        return (key, protocol, peer) -> {
            if (TrialName.is(key) || peer.loopback()) {
                return inner.resolve(key, protocol, peer);
            }
            Optional<Resolution> other = routing.instead(wish(key, protocol, peer, Set.of()))
                    .map(stop -> new Redirect(URI.create(stop.address()), Optional.of(inner)));
            return other.<CompletionStage<Resolution>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> inner.resolve(key, protocol, peer));
        };
    }

    static Wish wish(StreamKey key, Protocol protocol, Peer peer, Set<String> except) {
        String scheme = protocol == Protocol.RTMP ? "rtmp" : "http";
        return new Wish(key, peer.address(), peer.secure() ? scheme + "s" : scheme, except);
    }
}
