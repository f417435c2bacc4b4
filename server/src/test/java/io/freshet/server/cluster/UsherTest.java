package io.freshet.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.Routing;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.live.relay.TrialName;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UsherTest {

    private static final StreamKey KEY = new StreamKey("live", "s");
    private static final Resolution HERE = new Absent("asked here");

    private final List<Routing.Wish> wishes = new ArrayList<>();
    private Optional<Routing.Stop> instead = Optional.of(
            new Routing.Stop("edge", "eu", "http://edge"));

    /// Sends everybody to the same edge.
    private final class OneEdge implements Routing {

        @Override
        public Route route(Wish wish) {
            return new Route(instead.stream().toList(), false);
        }

        @Override
        public Optional<Stop> instead(Wish wish) {
            wishes.add(wish);
            return instead;
        }

        @Override
        public List<Stop> edges(String address) {
            return instead.stream().toList();
        }
    }

    private final StreamResolver usher = new Usher(new OneEdge()).before((_, _, _) ->
            CompletableFuture.completedStage(HERE));

    private Resolution ask(StreamKey key, Protocol protocol, Peer peer) {
        return usher.resolve(key, protocol, peer).toCompletableFuture().join();
    }

    @Test
    void aViewerIsSentToItsEdgeByTheProtocolThatItSpeaks() {
        Peer viewer = new Peer("192.0.2.1", false, true, "VLC", "", "");
        assertThat(ask(KEY, Protocol.HLS, viewer)).isInstanceOfSatisfying(Redirect.class,
                redirect -> {
                    assertThat(redirect.node()).isEqualTo(URI.create("http://edge"));
                    assertThat(redirect.otherwise().orElseThrow().resolve(KEY, Protocol.RTMP,
                            viewer).toCompletableFuture().join())
                            .as("for who cannot go there").isEqualTo(HERE);
                });
        ask(KEY, Protocol.RTMP, Peer.of("192.0.2.1", false));
        assertThat(wishes).extracting(Routing.Wish::protocol).containsExactly("https", "rtmp");
    }

    @Test
    void whoIsRightHereIsServedHere() {
        instead = Optional.empty();
        assertThat(ask(KEY, Protocol.HLS, Peer.of("192.0.2.1", false))).isEqualTo(HERE);
    }

    @Test
    void programsOfThisMachineAndTrialsAreServedByWhomTheyAsk() {
        assertThat(ask(KEY, Protocol.HTTP_FLV, Peer.of("127.0.0.1", true))).isEqualTo(HERE);
        StreamKey trial = new StreamKey("live", TrialName.of("edge"));
        assertThat(ask(trial, Protocol.HLS, Peer.of("192.0.2.1", false))).isEqualTo(HERE);
        assertThat(wishes).isEmpty();
    }
}
