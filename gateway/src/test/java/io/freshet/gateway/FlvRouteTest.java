package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.flv.FlvReader;
import io.freshet.live.AppOptions;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FlvRouteTest {

    private @TempDir Path folder = Path.of("");
    private GatewaySite site;
    private RtmpPeer publisher;

    @BeforeEach
    void publish() throws IOException {
        site = new GatewaySite(folder, AppOptions.DEFAULT, Duration.ofSeconds(30));
        publisher = RtmpPeer.publish(site.rtmp.address(), "live", "a");
        publisher.await("started");
        publisher.send(Encoder.tracks()).send(new Encoder(5).next(1500));
        // A player has it: then everybody who comes has it.
        try (RtmpPeer player = RtmpPeer.play(site.rtmp.address(), "live", "a")) {
            player.await("media 9 key");
        }
    }

    @AfterEach
    void close() {
        publisher.close();
        site.close();
    }

    /// Reads a whole body, that ends because the stream does.
    private List<String> body(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        boolean kicked = false;
        for (int count; (count = in.read(buffer)) >= 0;) {
            all.write(buffer, 0, count);
            if (!kicked && tags(all.toByteArray()).size() > 4) {
                kicked = true;
                site.find("a").ifPresent(stream -> stream.kick("end of test"));
            }
        }
        return tags(all.toByteArray());
    }

    private static List<String> tags(byte[] flv) {
        List<String> tags = new ArrayList<>();
        try {
            if (flv.length > 4) {
                tags.add("flags " + flv[4]);
            }
            new FlvReader().read(ByteBuffer.wrap(flv), (type, _, body) -> tags.add(
                    type == 18 ? "script" : type == 9
                            ? body.at(1) == 0 ? "avcC" : body.at(0) == 0x17 ? "key" : "delta"
                            : body.at(1) == 0 ? "asc" : "sound"));
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
        return tags;
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + site.http.address().getPort() + path);
    }

    private int status(String path, String probe) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri(path))
                    .header(ProbeGrants.HEADER, probe).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void theNodeItselfMayLookAtOneStreamAsLongAsItsGrantIsHeld() throws Exception {
        try (ProbeGrants.Grant _ = site.probes.open(GatewaySite.key("shut", "a"), "secret")) {
            assertThat(status("/shut/a.flv", "secret")).as("let in, but not there").isEqualTo(404);
            assertThat(status("/shut/b.flv", "secret")).as("another stream").isEqualTo(403);
            assertThat(status("/shut/a.flv", "guessed")).isEqualTo(403);
        }
        assertThat(status("/shut/a.flv", "secret")).as("given back").isEqualTo(403);
    }

    @Test
    void otherNodesMayLookIfTheySignWhatTheyAskFor() throws Exception {
        NodeSecret secret = new NodeSecret("a secret of this test alone");
        long now = System.currentTimeMillis();
        site.probes.also(request -> secret.signed(request, now));
        for (String path : List.of("/shut/a.flv", "/shut/b.flv")) {
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(HttpRequest.newBuilder(uri(path)).header("Authorization",
                        secret.sign("GET", "/shut/a.flv", now)).build(), BodyHandlers.discarding())
                        .statusCode()).isEqualTo(path.equals("/shut/a.flv") ? 404 : 403);
            }
        }
    }

    @Test
    void chunksOfHttp11() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(uri("/live/a.flv")).build(),
                    BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("video/x-flv");
            assertThat(response.headers().firstValue("Transfer-Encoding")).contains("chunked");
            // The client's own reader throws unless the last chunk is there.
            assertThat(body(response.body()))
                    .startsWith("flags 5", "script", "avcC", "asc", "key")
                    .contains("delta", "sound");
        }
    }

    @Test
    void soundOrPictureAlone() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> picture = client.send(HttpRequest.newBuilder(
                    uri("/live/a.flv?video-only")).build(), BodyHandlers.ofInputStream());
            HttpResponse<InputStream> sound = client.send(HttpRequest.newBuilder(
                    uri("/live/a.flv?audio-only=1")).build(), BodyHandlers.ofInputStream());
            assertThat(body(sound.body())).startsWith("flags 4", "script", "asc", "sound")
                    .doesNotContain("avcC", "key", "delta");
            assertThat(body(picture.body())).startsWith("flags 1", "script", "avcC", "key")
                    .doesNotContain("asc", "sound");
        }
    }

    @Test
    void http10HasNoChunks() throws Exception {
        try (Socket socket = new Socket(
                site.http.address().getAddress(), site.http.address().getPort())) {
            socket.getOutputStream().write("GET /live/a.flv HTTP/1.0\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readByte());
            }
            assertThat(head.toString()).contains(" 200 ").doesNotContain("chunked");
            assertThat(body(in)).startsWith("flags 5", "script", "avcC", "asc", "key");
        }
    }

    @Test
    void headHasNoBodyAndDoesNotStay() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri("/live/a.flv"))
                    .HEAD().build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(site.find("a").orElseThrow().audience()
                    .watching(io.freshet.live.Audience.Protocol.HTTP_FLV)).isZero();
        }
    }

    @Test
    void whatIsNotThereIsAnsweredInWords() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/live/none.flv", "/api/a.flv", "/live/a%00.flv",
                    "/live/a/b/c/d.flv", "/live/.flv", "/live/a.FLV")) {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
                assertThat(response.statusCode()).as(path).isIn(400, 404);
                assertThat(response.body()).as(path).isNotBlank();
            }
        }
    }

    @Test
    void soundOfASilentStreamAndPictureOfABlindOneAreNotFound() throws Exception {
        try (RtmpPeer silent = RtmpPeer.publish(site.rtmp.address(), "live", "silent");
                RtmpPeer blind = RtmpPeer.publish(site.rtmp.address(), "live", "blind");
                HttpClient client = HttpClient.newHttpClient()) {
            silent.await("started");
            blind.await("started");
            silent.send(List.of(new Tracks(List.of(Encoder.VIDEO)))).send(only(Kind.VIDEO));
            blind.send(List.of(new Tracks(List.of(Encoder.AUDIO)))).send(only(Kind.AUDIO));
            awaitReport("silent");
            awaitReport("blind");
            assertThat(client.send(HttpRequest.newBuilder(uri("/live/silent.flv?audio-only"))
                    .build(), BodyHandlers.ofString())).satisfies(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(404);
                        assertThat(answer.body()).contains("live/silent has no sound");
                    });
            assertThat(client.send(HttpRequest.newBuilder(uri("/live/blind.flv?video-only"))
                    .build(), BodyHandlers.ofString())).satisfies(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(404);
                        assertThat(answer.body()).contains("live/blind has no picture");
                    });
            assertThat(client.newWebSocketBuilder().buildAsync(URI.create("ws://localhost:"
                    + site.http.address().getPort() + "/live/blind.flv?video-only"),
                    new WebSocket.Listener() { })).failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat().havingCause()
                    .isInstanceOf(WebSocketHandshakeException.class);
        }
    }

    private static List<Signal> only(Kind kind) {
        return new Encoder(5).next(1500).stream()
                .filter(signal -> signal instanceof Frame frame && frame.kind() == kind).toList();
    }

    /// What a stream carries is told once a second.
    private void awaitReport(String name) {
        Patience.until("what " + name + " carries", () -> site.find(name).orElseThrow()
                .lastReport().tracks().all().stream()
                .anyMatch(track -> track.kind() != Kind.DATA));
    }

    @Test
    void http2OverTls() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("tls.crt"))) {
            store.setCertificateEntry("it",
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls)
                .version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(URI.create(
                    "https://localhost:" + site.https.address().getPort() + "/live/a.flv")).build(),
                    BodyHandlers.ofInputStream());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(body(response.body()))
                    .startsWith("flags 5", "script", "avcC", "asc", "key")
                    .contains("delta", "sound");
        }
    }

    @Test
    void webSocketCarriesATagAMessage() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder().buildAsync(URI.create("ws://localhost:"
                    + site.http.address().getPort() + "/live/a.flv"), new WebSocket.Listener() {
                @Override
                public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data,
                        boolean last) {
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    all.writeBytes(bytes);
                    if (tags(all.toByteArray()).size() > 10) {
                        full.complete(true);
                    }
                    from.request(1);
                    return null;
                }

                @Override
                public @Nullable CompletionStage<?> onClose(WebSocket from, int code,
                        String reason) {
                    closed.complete(code);
                    return null;
                }
            }).get(10, TimeUnit.SECONDS);
            full.get(10, TimeUnit.SECONDS);
            site.find("a").orElseThrow().kick("end of test");
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
            assertThat(tags(all.toByteArray()))
                    .startsWith("flags 5", "script", "avcC", "asc", "key");
            socket.abort();
        }
    }
}
