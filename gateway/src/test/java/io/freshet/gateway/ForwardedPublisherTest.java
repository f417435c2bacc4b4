package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.gateway.rtmp.RtmpForwarding;
import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.live.AccessPolicy;
import io.freshet.live.AppOptions;
import io.freshet.live.PublishPlacement;
import io.freshet.live.PublishPlacement.Elsewhere;
import io.freshet.live.StreamResolver;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpOptions;
import io.freshet.testkit.RealClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An encoder that cannot be asked to go elsewhere publishes to a node that takes no publishers.
@Timeout(60)
class ForwardedPublisherTest {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final NodeSecret SECRET = new NodeSecret("a secret of this test alone");

    private @TempDir Path folder = Path.of("");
    /// Leads what is published.
    private GatewaySite origin;
    /// Takes no publishers itself.
    private GatewaySite edge;
    private final List<RtmpPeer> peers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        origin = site("origin", PublishPlacement.here());
        URI there = URI.create("rtmp://127.0.0.1:" + origin.rtmp.address().getPort());
        edge = site("edge", (_, _) -> CompletableFuture.completedFuture(new Elsewhere(there)));
    }

    private GatewaySite site(String name, PublishPlacement placement) throws IOException {
        return new GatewaySite(folder.resolve(name), AppOptions.DEFAULT, IDLE,
                InetAddress.getLoopbackAddress(), (streams, loops) -> new RtmpGateway.Cluster(
                        StreamResolver.local(streams), placement,
                        Optional.of(new RtmpForwarding(new TcpClient(loops, TcpOptions.DEFAULT),
                                SECRET, new RealClock()))));
    }

    @AfterEach
    void close() {
        peers.forEach(RtmpPeer::close);
        edge.close();
        origin.close();
    }

    private RtmpPeer publisher(GatewaySite site, String app, String name) throws IOException {
        RtmpPeer peer = RtmpPeer.publish(site.rtmp.address(), app, name);
        peers.add(peer);
        return peer;
    }

    private RtmpPeer player(String app, String name) throws IOException {
        RtmpPeer peer = RtmpPeer.play(origin.rtmp.address(), app, name);
        peers.add(peer);
        return peer;
    }

    @Test
    void whatIsPublishedHereIsWatchedThere() throws IOException {
        Encoder encoder = new Encoder(10);
        RtmpPeer publisher = publisher(edge, "keyed", "a?key=good&note=a%20b%26c");
        publisher.await("started");
        publisher.send(Encoder.tracks()).send(encoder.next(1500));
        RtmpPeer player = player("keyed", "a");
        player.await("started");
        player.await("media 9 avcC");
        player.await("media 8 asc");
        player.await("media 9 key");
        publisher.send(encoder.next(2000));
        player.await("media 9 key");
        assertThat(edge.streams.all()).isEmpty();
        publisher.unpublish();
        publisher.close();
        player.await("ended");
    }

    @Test
    void theOtherNodeDecidesByWhatTheEncoderSaid() throws IOException {
        publisher(edge, "keyed", "a?key=good&note=a%20b%26c").await("started");
        AccessPolicy.Request asked = origin.asked.stream().filter(request ->
                request.action() == AccessPolicy.Action.PUBLISH).findFirst().orElseThrow();
        assertThat(asked.parameters()).containsOnlyKeys("key", "note")
                .containsEntry("note", "a b&c");
        assertThat(asked.peer().address()).isEqualTo("127.0.0.1");
        assertThat(asked.peer().loopback()).isFalse();
        assertThat(publisher(edge, "nowhere", "a").await("ended")).contains("nowhere");
    }

    @Test
    void nobodyElseMayForward() throws IOException {
        for (String signature : List.of("", "x", "Freshet-Node%201.00",
                "Freshet-Node%20" + System.currentTimeMillis() + "." + "0".repeat(64))) {
            assertThat(publisher(origin, "live", "a?forwarded-for=192.0.2.7&forwarded-by="
                    + signature).await("ended")).startsWith("ended NetStream.Publish.Denied");
        }
        assertThat(origin.streams.all()).isEmpty();
    }

    @Test
    void nobodyIsSentOnTwice() throws IOException {
        GatewaySite behind = site("behind", (_, _) -> CompletableFuture.completedFuture(
                new Elsewhere(URI.create("rtmp://127.0.0.1:"
                        + edge.rtmp.address().getPort()))));
        try {
            assertThat(publisher(behind, "live", "a").await("ended")).contains("publish to");
            assertThat(origin.streams.all()).isEmpty();
        } finally {
            behind.close();
        }
    }

    @Test
    void anEncoderIsTold() throws IOException {
        RtmpPeer publisher = publisher(edge, "live", "a");
        publisher.await("started");
        publisher.send(Encoder.tracks());
        origin.find("a").orElseThrow().kick("by an operator");
        publisher.await("ended");
        publisher.await("closed");
        origin.rtmp.close();
        assertThat(publisher(edge, "live", "a").await("ended")).contains("cannot connect");
    }
}
