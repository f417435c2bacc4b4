package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AppOptions;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RtmpGatewayTest {

    private static final Duration IDLE = Duration.ofSeconds(2);

    private @TempDir Path folder = Path.of("");
    private GatewaySite site;
    private final List<RtmpPeer> peers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        site = new GatewaySite(folder, AppOptions.DEFAULT, IDLE);
    }

    @AfterEach
    void close() {
        peers.forEach(RtmpPeer::close);
        site.close();
    }

    private RtmpPeer publisher(String app, String name) throws IOException {
        RtmpPeer peer = RtmpPeer.publish(site.rtmp.address(), app, name);
        peers.add(peer);
        return peer;
    }

    private RtmpPeer player(String name) throws IOException {
        RtmpPeer peer = RtmpPeer.play(site.rtmp.address(), "live", name);
        peers.add(peer);
        return peer;
    }

    private RtmpPeer onAir(String name, Encoder encoder) throws IOException {
        RtmpPeer peer = publisher("live", name);
        peer.await("started");
        return peer.send(Encoder.tracks()).send(encoder.next(1500));
    }

    @Test
    void whatIsPublishedIsPlayedFromTheKeyFrameOn() throws IOException {
        Encoder encoder = new Encoder(10);
        RtmpPeer publisher = onAir("a", encoder);
        RtmpPeer player = player("a");
        player.await("started");
        player.await("media 18");
        player.await("media 9 avcC");
        player.await("media 8 asc");
        player.await("media 9 key");
        publisher.send(encoder.next(2000));
        player.await("media 9 key");
        player.await("media 9 key");
    }

    @Test
    void publisherWithAWrongKeyMayTryAgainAndIsClosedAtTheFifth() throws IOException {
        RtmpPeer peer = publisher("keyed", "a?key=bad");
        assertThat(peer.await("ended")).isEqualTo("ended NetStream.Publish.Denied: wrong key");
        peer.command(1, "publish", "a?key=good", "live");
        for (int i = 0; i < 500
                && site.streams.find(GatewaySite.key("keyed", "a")).isEmpty(); i++) {
            RtmpPeer tick = player("none");
            tick.await("ended");
            tick.close();
        }
        assertThat(site.streams.find(GatewaySite.key("keyed", "a"))).isPresent();
        RtmpPeer guesser = publisher("keyed", "b?key=1");
        guesser.await("ended");
        for (int i = 2; i <= 5; i++) {
            guesser.command(1, "publish", "b?key=" + i, "live");
        }
        guesser.await("closed");
    }

    @Test
    void nameThatIsTakenIsRefused() throws IOException {
        Encoder encoder = new Encoder(30);
        RtmpPeer first = onAir("a", encoder);
        RtmpPeer second = publisher("live", "a");
        // The answer takes a second if the first one may be dead; it is not.
        for (int i = 0; i < 300
                && second.events.stream().noneMatch(e -> e.startsWith("ended")); i++) {
            first.send(encoder.next(40));
            RtmpPeer tick = player("none");
            tick.await("ended");
            tick.close();
        }
        assertThat(second.await("ended")).startsWith("ended NetStream.Publish.BadName");
        first.send(encoder.next(1000));
        RtmpPeer player = player("a");
        player.await("media 9 key");
    }

    @Test
    void missingStreamAndMissingAppAreRefused() throws IOException {
        assertThat(player("none").await("ended")).startsWith("ended NetStream.Play.StreamNotFound");
        assertThat(publisher("nowhere", "a").await("ended"))
                .startsWith("ended NetStream.Publish.Denied");
        assertThat(publisher("live", "x.flv").await("ended"))
                .startsWith("ended NetStream.Publish.BadName");
    }

    @Test
    void idlePublisherIsClosed() throws IOException {
        RtmpPeer peer = onAir("a", new Encoder(5));
        assertThat(peer.await("ended")).contains("no media for 2 s");
        peer.await("closed");
        assertThat(site.find("a")).isPresent();
    }

    @Test
    void kickedPublisherAndItsPlayersAreTold() throws IOException {
        Encoder encoder = new Encoder(5);
        RtmpPeer publisher = onAir("a", encoder);
        RtmpPeer player = player("a");
        player.await("media 9 key");
        site.find("a").orElseThrow().kick("by an operator");
        assertThat(publisher.await("ended")).contains("by an operator");
        publisher.await("closed");
        assertThat(player.await("ended")).contains("UnpublishNotify");
        player.await("closed");
        assertThat(site.find("a")).isEmpty();
    }

    @Test
    void publisherThatHasOnlyClosedItsSideIsGone() throws IOException {
        RtmpPeer publisher = onAir("a", new Encoder(5));
        publisher.socket.shutdownOutput();
        publisher.await("closed");
        RtmpPeer next = onAir("a", new Encoder(5));
        player("a").await("media 9 key");
        assertThat(next.socket.isClosed()).isFalse();
    }

    @Test
    void returningPublisherFindsItsViewers() throws IOException {
        RtmpPeer publisher = onAir("a", new Encoder(5));
        RtmpPeer player = player("a");
        String before = player.await("media 9 key");
        publisher.unpublish();
        publisher.close();
        onAir("a", new Encoder(5));
        String after = player.await("media 9 key");
        assertThat(stamp(after)).isGreaterThan(stamp(before));
    }

    private static long stamp(String event) {
        return Long.parseLong(event.substring(event.indexOf('@') + 1, event.lastIndexOf(' ')));
    }

    @Test
    void pausedPlayerGetsNothingAndStartsAgainAtAKeyFrame() throws IOException {
        Encoder encoder = new Encoder(20);
        RtmpPeer publisher = onAir("a", encoder);
        RtmpPeer player = player("a");
        RtmpPeer other = player("a");
        player.await("media 9 key");
        other.await("media 9 key");
        player.command(1, "pause", true, 0);
        long watching = 2;
        for (int i = 0; i < 500 && watching > 1; i++) {
            player("none").await("ended");
            watching = site.find("a").orElseThrow().audience().watching();
        }
        assertThat(watching).isEqualTo(1);
        player.events.clear();
        publisher.send(encoder.next(2000));
        other.await("media 9 key");
        other.await("media 9 key");
        assertThat(player.events).noneMatch(event -> event.startsWith("media"));
        player.command(1, "pause", false, 0);
        player.await("media 9 avcC");
        player.await("media 9 key");
    }

    @Test
    void pausedPlayerHearsOfTheEndAtOnce() throws IOException {
        Encoder encoder = new Encoder(20);
        onAir("a", encoder);
        RtmpPeer player = player("a");
        player.await("media 9 key");
        player.command(1, "pause", true, 0);
        for (int i = 0; i < 500
                && site.find("a").orElseThrow().audience().watching() > 0; i++) {
            player("none").await("ended");
        }
        site.find("a").orElseThrow().kick("end of test");
        assertThat(player.await("ended")).contains("UnpublishNotify");
        player.await("closed");
    }

    /// As `rtmpdump --live --stop 2` asks.
    @Test
    void playerGetsAsMuchAsItAsksFor() throws IOException {
        Encoder encoder = new Encoder(20);
        RtmpPeer publisher = publisher("live", "a");
        publisher.await("started");
        publisher.send(Encoder.tracks()).send(encoder.next(880));
        RtmpPeer all = player("a");
        all.await("media 9 key");
        // 22 pictures; from now on nothing is sent before it has what was sent.
        for (int i = 1; i < 22; i++) {
            all.await("media 9");
        }
        RtmpPeer some = player("a");
        some.await("media 9 key");
        some.command(1, "closeStream");
        some.command(1, "play", "a", -1000, 2000);
        some.await("media 9 avcC");
        List<Long> stamps = new ArrayList<>(List.of(stamp(some.await("media 9 key"))));
        for (int i = 0; i < 25 && !some.events.contains("closed"); i++) {
            publisher.send(encoder.next(160));
            for (int k = 0; k < 4; k++) {
                all.await("media 9");
            }
        }
        for (String event = some.await(""); !event.equals("closed"); event = some.await("")) {
            if (event.startsWith("media 9")) {
                stamps.add(stamp(event));
            }
        }
        assertThat(stamps.getLast() - stamps.getFirst()).isBetween(1_900L, 2_400L);
    }

    @Test
    void soundAloneOnDemand() throws IOException {
        Encoder encoder = new Encoder(20);
        RtmpPeer publisher = onAir("a", encoder);
        RtmpPeer player = player("a");
        player.await("media 9 key");
        player.command(1, "receiveVideo", false);
        player.await("media 8 asc");
        publisher.send(encoder.next(2000));
        for (int i = 0; i < 20; i++) {
            player.await("media 8");
        }
        assertThat(player.events).noneMatch(event -> event.startsWith("media 9"));
    }

    @Test
    void theSameOverTls() throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve("tls.crt"))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("it",
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory
                    .getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            RtmpPeer publisher = RtmpPeer.open(tls.getSocketFactory().createSocket("127.0.0.1",
                    site.rtmps.address().getPort()), "live", "a", Role.PUBLISH);
            peers.add(publisher);
            publisher.await("started");
            publisher.send(Encoder.tracks()).send(new Encoder(5).next(1500));
            RtmpPeer player = RtmpPeer.open(tls.getSocketFactory().createSocket("127.0.0.1",
                    site.rtmps.address().getPort()), "live", "a", Role.PLAY);
            peers.add(player);
            player.await("media 9 key");
        }
    }
}
