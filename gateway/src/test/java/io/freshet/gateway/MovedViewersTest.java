package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.live.AppOptions;
import io.freshet.live.StreamResolver;
import io.freshet.live.StreamResolver.Redirect;
import io.freshet.protocol.rtmp.RtmpCapabilities;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node that drains sends all who come to another one.
///
/// Browsers follow no redirect in a WebSocket's handshake; our player then asks the same address by
/// HTTP, without the body, for where it leads.
@Timeout(60)
class MovedViewersTest {

    private static final String PATH = "/live/a.flv?token=t";
    private static final String THERE = "http://edge-2.example.com:8080/live/a.flv?token=t";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private GatewaySite site;
    /// Whether those are served here who cannot go there.
    private volatile boolean servesOthers;

    @BeforeEach
    void open() throws Exception {
        site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(30),
                InetAddress.getLoopbackAddress(), (streams, _) -> new RtmpGateway.Cluster(
                        (_, _, _) -> CompletableFuture.completedStage(new Redirect(
                                URI.create("http://edge-2.example.com:8080"), servesOthers
                                ? Optional.of(StreamResolver.local(streams))
                                : Optional.empty())),
                        RtmpGateway.Cluster.none(streams).placement(), Optional.empty()));
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        site.close();
    }

    private URI uri(String scheme) {
        return URI.create(scheme + "://localhost:" + site.http.address().getPort() + PATH);
    }

    @Test
    void whoAsksByHttpLearnsWhereTo() throws Exception {
        for (String method : new String[] {"GET", "HEAD"}) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri("http"))
                    .method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isEqualTo(307);
            assertThat(answer.headers().firstValue("Location")).hasValue(THERE);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .as("of any page").hasValue("*");
        }
    }

    @Test
    void aWebSocketIsToldInItsHandshake() {
        assertThatThrownBy(() -> client.newWebSocketBuilder()
                .buildAsync(uri("ws"), new WebSocket.Listener() { }).get(10, TimeUnit.SECONDS))
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    assertThat(refused.getResponse().statusCode()).isEqualTo(307);
                    assertThat(refused.getResponse().headers().firstValue("Location"))
                            .hasValue(THERE);
                });
    }

    private RtmpPeer player(int extensions) throws IOException {
        return RtmpPeer.open(new Socket(site.rtmp.address().getAddress(),
                site.rtmp.address().getPort()), "live", "a", Role.PLAY,
                new RtmpCapabilities(List.of(), List.of(), extensions));
    }

    @Test
    void aPlayerOfRtmpThatWouldNotFollowIsServedHereIfThatMayBe() throws Exception {
        try (RtmpPeer publisher = RtmpPeer.publish(site.rtmp.address(), "live", "a")) {
            publisher.await("started");
            publisher.send(Encoder.tracks()).send(new Encoder(10).next(2_000));
            try (RtmpPeer lost = player(0)) {
                assertThat(lost.await("ended")).contains("StreamNotFound",
                        "is played at http://edge-2.example.com:8080/live");
            }
            servesOthers = true;
            try (RtmpPeer old = player(0)) {
                old.await("media 9 key");
            }
            try (RtmpPeer asked = player(RtmpCapabilities.RECONNECT)) {
                assertThat(asked.await("reconnect"))
                        .isEqualTo("reconnect http://edge-2.example.com:8080/live");
            }
        }
    }
}
