package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(40)
final class Http2Test {
    @TempDir Path folder;

    private Site site(Transport transport) throws Exception {
        TlsContexts tls = TlsContexts.selfMade(folder, List.of("127.0.0.1"), Instant.now());
        return new Site(transport, HttpOptions.DEFAULT, TcpOptions.DEFAULT.withTls(tls.http()));
    }

    private HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder().version(version)
                .sslContext(Trust.only(folder.resolve("tls.crt"))).build();
    }

    private static java.net.http.HttpRequest.Builder to(Site site, String path) {
        return java.net.http.HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + site.server.address().getPort() + path));
    }

    @ParameterizedTest
    @EnumSource
    void answersManyRequestsOnOneConnection(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            client.send(to(site, "/none").build(), BodyHandlers.discarding());
            for (int i = 0; i < 20; i++) {
                all.add(client.sendAsync(to(site, "/big").build(), BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                HttpResponse<byte[]> got = one.get(20, TimeUnit.SECONDS);
                assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(got.body()).isEqualTo(Site.bigBytes());
            }
            assertThat(site.server.connections().accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersInEveryWay(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThat(client.send(
                    to(site, "/echo?q=1").POST(BodyPublishers.ofString("hi")).build(),
                    BodyHandlers.ofString()).body()).isEqualTo("POST https 1 hi");
            HttpResponse<String> head = client.send(
                    to(site, "/big").HEAD().build(), BodyHandlers.ofString());
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(Site.BIG);
            assertThat(status(client, to(site, "/fault").build())).isEqualTo(500);
            assertThat(status(client, to(site, "/a/%2e%2e/b").build())).isEqualTo(400);
            assertThat(status(client, to(site, "/echo")
                    .POST(BodyPublishers.ofByteArray(new byte[100_000])).build())).isEqualTo(413);
            assertThat(status(client, to(site, "/none").build())).isEqualTo(204);
            HttpResponse<String> wide = client.send(
                    to(site, "/wide").build(), BodyHandlers.ofString());
            assertThat(wide.headers().allValues("x-wide"))
                    .containsExactly("a".repeat(20_000), "b".repeat(20_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWhatHasBegunWhenItDrains(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            var got = client.sendAsync(to(site, "/later").build(), BodyHandlers.ofString());
            HttpReplier replier = site.later.poll(10, TimeUnit.SECONDS);
            CompletableFuture<Void> drained = site.server.drain(Duration.ofMinutes(1));
            replier.loop().execute(() ->
                    replier.reply(200, HttpHeaders.EMPTY, HttpBody.text("late")));
            assertThat(got.get(30, TimeUnit.SECONDS).body()).isEqualTo("late");
            drained.get(30, TimeUnit.SECONDS);
        }
    }

    /// In TLS, too: once what it said was left unread, and the kernel then takes back what is sent.
    @ParameterizedTest
    @EnumSource
    void whoStillTalksGetsTheLastAnswerWhole(Transport transport) throws Exception {
        try (Site site = site(transport); Socket socket = Trust.only(folder.resolve("tls.crt"))
                .getSocketFactory().createSocket("127.0.0.1",
                        site.server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] some = new byte[16 << 10];
            for (int count; (count = socket.getInputStream().read(some)) >= 0;) {
                answer.write(some, 0, count);
                out.write(new byte[100]);
            }
            byte[] all = answer.toByteArray();
            assertThat(Arrays.copyOfRange(all, all.length - Site.BIG, all.length))
                    .isEqualTo(Site.bigBytes());
        }
    }

    private static int status(HttpClient client, java.net.http.HttpRequest request)
            throws Exception {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void streamsWithinTheWindowOfItsReader(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            var got = client.sendAsync(to(site, "/stream").build(), BodyHandlers.ofInputStream());
            HttpStream stream = site.streams.poll(10, TimeUnit.SECONDS);
            assertThat(stream.framing()).isEqualTo(HttpStream.Framing.RAW);
            CompletableFuture<Closed> closed = new CompletableFuture<>();
            CompletableFuture<Void> again = new CompletableFuture<>();
            stream.onClosed(closed::complete);
            stream.onWritable(() -> again.complete(null));
            String block = "x".repeat(8000);
            long startNs = System.nanoTime();
            long movedNs = startNs;
            int blocks = 0;
            while (System.nanoTime() - movedNs < 300_000_000L && blocks < 100_000) {
                boolean wrote = CompletableFuture.supplyAsync(() -> {
                    boolean writable = stream.isWritable();
                    if (writable) {
                        stream.write(Site.direct(stream, block));
                        stream.flush();
                    }
                    return writable;
                }, stream.loop()::execute).get(10, TimeUnit.SECONDS);
                blocks += wrote ? 1 : 0;
                movedNs = wrote ? System.nanoTime() : movedNs;
            }
            // The client buffers up to 16 MB by itself.
            assertThat(blocks).isBetween(8, 5000);
            // One who does not read a stream holds up no other.
            assertThat(client.send(to(site, "/big").build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(Site.bigBytes());
            try (InputStream in = got.get(10, TimeUnit.SECONDS).body()) {
                assertThat(in.readNBytes(blocks * 8000)).hasSize(blocks * 8000);
                again.get(10, TimeUnit.SECONDS);
                stream.loop().execute(() -> {
                    stream.write(Site.direct(stream, "end"));
                    stream.end();
                });
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("end");
            }
            assertThat(closed.get(10, TimeUnit.SECONDS).cause()).isEqualTo(CloseCause.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAWaitingHandlerThatItsClientHasGone(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            var got = client.sendAsync(to(site, "/later").build(), BodyHandlers.discarding());
            assertThat(site.later.poll(10, TimeUnit.SECONDS)).isNotNull();
            got.cancel(true);
            assertThat(site.abandoned.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksHttp11AndWebSocketOverTlsToo(Transport transport) throws Exception {
        try (Site site = site(transport); HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<byte[]> got =
                    client.send(to(site, "/big").build(), BodyHandlers.ofByteArray());
            assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(got.body()).isEqualTo(Site.bigBytes());
            CompletableFuture<Integer> close = new CompletableFuture<>();
            client.newWebSocketBuilder().buildAsync(
                    URI.create("wss://127.0.0.1:" + site.server.address().getPort() + "/ws"),
                    new WebSocket.Listener() {
                        @Override
                        public CompletableFuture<?> onClose(
                                WebSocket socket, int status, String reason) {
                            close.complete(status);
                            return CompletableFuture.completedFuture(null);
                        }
                    }).get(10, TimeUnit.SECONDS);
            HttpStream stream = site.streams.poll(10, TimeUnit.SECONDS);
            stream.loop().execute(stream::end);
            assertThat(close.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }
}
