package io.freshet.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class Http1Test {
    private static final String END = "Host: x\r\nConnection: close\r\n\r\n";
    private static final HttpOptions HASTY = new HttpOptions(Duration.ofMillis(200),
            Duration.ofMillis(300), Duration.ofMillis(300), 64 << 10, 10, 1 << 20);

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @ParameterizedTest
    @EnumSource
    void answersWithDateLengthAndNoVersion(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            String answer = site.talk("GET /echo?q=a%20b HTTP/1.1\r\n" + END);
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nDate: ").endsWith("GET http a b ")
                    .contains("Content-Length: 13\r\n", "Connection: close\r\n")
                    .doesNotContainIgnoringCase("server:");
            assertThat(site.server.counts().requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersPipelinedRequestsInOrder(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append("POST /echo?q=").append(i)
                        .append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            }
            requests.append("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
            CompletableFuture<String> talk = CompletableFuture.supplyAsync(() -> {
                try {
                    return site.talk(requests + "GET /echo?q=last HTTP/1.1\r\n" + END);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            HttpReplier replier = site.later.poll(5, TimeUnit.SECONDS);
            replier.loop().execute(() ->
                    replier.reply(200, HttpHeaders.EMPTY, HttpBody.text("awaited")));
            String answer = soon(talk);
            String[] parts = answer.split("HTTP/1.1 200 OK", -1);
            assertThat(parts).hasSize(103);
            for (int i = 0; i < 100; i++) {
                assertThat(parts[i + 1]).endsWith("POST http " + i + " abc");
            }
            assertThat(parts[101]).endsWith("awaited");
            assertThat(parts[102]).endsWith("GET http last ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsTheBodyOfHeadAndSendsNone(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            String answer = site.talk("HEAD /big HTTP/1.1\r\n" + END);
            assertThat(answer).contains("Content-Length: " + Site.BIG).endsWith("\r\n\r\n");
            String stream = site.talk("HEAD /stream HTTP/1.1\r\n" + END);
            assertThat(stream).contains("Transfer-Encoding: chunked").endsWith("\r\n\r\n");
            assertThat(site.talk("GET /none HTTP/1.1\r\n" + END)).contains("204 No Content")
                    .doesNotContain("Content-Length");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsBigBodiesWhole(Transport transport) throws Exception {
        try (Site site = new Site(transport); HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> got = client.send(
                        java.net.http.HttpRequest.newBuilder(uri(site, "http", "/big")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(got.body()).isEqualTo(Site.bigBytes());
            }
            assertThat(site.server.connections().accepted()).isEqualTo(1);
        }
    }

    private static URI uri(Site site, String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + site.server.address().getPort() + path);
    }

    @ParameterizedTest
    @EnumSource
    void takesBodiesByLengthInChunksAndAfterExpect(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            assertThat(body(site.talk("POST /echo HTTP/1.1\r\nContent-Length: 5\r\n" + END
                    + "hello"))).isEqualTo("POST http - hello");
            assertThat(body(site.talk("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + END
                    + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: a\r\n\r\n"))).endsWith("hello");
            try (Socket socket = site.connect()) {
                Site.send(socket, "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 5\r\n" + END);
                String first = "HTTP/1.1 100 Continue\r\n\r\n";
                assertThat(new String(socket.getInputStream().readNBytes(first.length()),
                        StandardCharsets.ISO_8859_1)).isEqualTo(first);
                Site.send(socket, "hello");
                assertThat(new String(socket.getInputStream().readAllBytes(),
                        StandardCharsets.ISO_8859_1)).endsWith("POST http - hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksHttp10(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            assertThat(site.talk("GET /echo HTTP/1.0\r\n\r\n")).contains("Connection: close");
            try (Socket socket = site.connect()) {
                Site.send(socket, "GET /stream HTTP/1.0\r\n\r\n");
                HttpStream stream = site.streams.poll(5, TimeUnit.SECONDS);
                assertThat(stream.framing()).isEqualTo(HttpStream.Framing.RAW);
                stream.loop().execute(() -> {
                    stream.write(Site.direct(stream, "raw"));
                    stream.end();
                });
                assertThat(new String(socket.getInputStream().readAllBytes(),
                        StandardCharsets.ISO_8859_1)).endsWith("\r\n\r\nraw");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAWaitingHandlerThatItsClientHasGone(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            try (Socket socket = site.connect()) {
                Site.send(socket, "GET /later HTTP/1.1\r\n" + END);
                assertThat(site.later.poll(5, TimeUnit.SECONDS)).satisfies(site.later::add);
            }
            assertThat(site.abandoned.await(5, TimeUnit.SECONDS)).isTrue();
            HttpReplier replier = site.later.take();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            replier.loop().execute(() -> {
                replier.reply(200, HttpHeaders.EMPTY, Site.big());
                done.complete(replier.isAbandoned());
            });
            assertThat(soon(done)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesASlowLorisAnIdlerAndAReaderWithoutProgress(Transport transport) throws Exception {
        try (Site site = new Site(transport, HASTY, TcpOptions.DEFAULT);
                Socket loris = site.connect(); Socket idler = site.connect();
                Socket stuck = site.connect()) {
            Site.send(loris, "GET /echo HTT");
            Site.send(idler, "GET /none HTTP/1.1\r\nHost: x\r\n\r\n");
            Site.send(stuck, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
            assertThat(readsToEnd(loris)).isZero();
            assertThat(readsToEnd(idler)).isPositive();
            long startNs = System.nanoTime();
            while (site.server.counts().timeouts().progress() == 0) {
                assertThat(System.nanoTime() - startNs).isLessThan(10_000_000_000L);
                Thread.onSpinWait();
            }
            assertThat(site.server.counts().timeouts())
                    .isEqualTo(new HttpCounts.Timeouts(1, 1, 1));
        }
    }

    private static int readsToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (SocketException reset) {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAFaultOfOursWith500(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            assertThat(site.talk("GET /fault HTTP/1.1\r\n" + END)).startsWith("HTTP/1.1 500 ");
            assertThat(site.server.counts().faults()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWithAStatusThatTheClientCanRead(Transport transport) throws Exception {
        try (Site site = new Site(transport)) {
            assertThat(site.talk("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(site.talk("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + END))
                    .startsWith("HTTP/1.1 414 ").endsWith("\r\n\r\ntarget too long\n");
            assertThat(site.talk("GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n" + END))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(site.talk("POST / HTTP/1.1\r\nContent-Length: 70000\r\n" + END
                    + "a".repeat(70_000))).startsWith("HTTP/1.1 413 ");
            assertThat(site.server.counts().refused()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsChunksThatTheCallerFramed(Transport transport) throws Exception {
        try (Site site = new Site(transport); HttpClient client = HttpClient.newHttpClient()) {
            var got = client.sendAsync(
                    java.net.http.HttpRequest.newBuilder(uri(site, "http", "/stream")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            HttpStream stream = site.streams.poll(5, TimeUnit.SECONDS);
            CompletableFuture<Closed> closed = new CompletableFuture<>();
            stream.onClosed(closed::complete);
            assertThat(stream.framing()).isEqualTo(HttpStream.Framing.HTTP_CHUNKED);
            stream.loop().execute(() -> {
                stream.write(Site.direct(stream, "5\r\nhello\r\n"));
                stream.flush();
            });
            try (InputStream in = soon(got).body()) {
                assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("hello");
                stream.loop().execute(stream::end);
                assertThat(in.read()).isEqualTo(-1);
            }
            assertThat(soon(closed).cause()).isEqualTo(CloseCause.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksWebSocket(Transport transport) throws Exception {
        try (Site site = new Site(transport); HttpClient client = HttpClient.newHttpClient()) {
            RecordingListener listener = new RecordingListener();
            WebSocket socket = soon(client.newWebSocketBuilder()
                    .buildAsync(uri(site, "ws", "/ws"), listener));
            HttpStream stream = site.streams.poll(5, TimeUnit.SECONDS);
            CompletableFuture<Closed> closed = new CompletableFuture<>();
            stream.onClosed(closed::complete);
            soon(socket.sendText("x".repeat(1000), true));
            soon(socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})));
            assertThat(soon(listener.pong)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            stream.loop().execute(() -> {
                stream.write(Site.direct(stream, "\u0082\u0003abc"));
                stream.flush();
            });
            assertThat(Site.utf8(soon(listener.binary))).isEqualTo("abc");
            stream.loop().execute(stream::end);
            assertThat(soon(listener.close)).isEqualTo(1000);
            assertThat(soon(closed).cause()).isEqualTo(CloseCause.DONE);
        }
    }

    private static final class RecordingListener implements WebSocket.Listener {
        final CompletableFuture<ByteBuffer> pong = new CompletableFuture<>();
        final CompletableFuture<ByteBuffer> binary = new CompletableFuture<>();
        final CompletableFuture<Integer> close = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pong.complete(message);
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer message, boolean last) {
            binary.complete(message);
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            close.complete(status);
            return CompletableFuture.completedStage(null);
        }
    }
}
