package io.freshet.net.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.net.Loops;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.HttpServer;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.TlsTrust;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The client against servers that answer well, badly and not at all.
class HttpClientTest {

    private static final HttpClientOptions OPTIONS =
            new HttpClientOptions(Duration.ofMillis(400), 4096);

    private final Loops loops = Loops.open(1, Loops.AUTO);

    @AfterEach
    void close() {
        loops.close();
    }

    /// What came, in one line.
    private static final class Heard implements HttpAnswer {
        final CompletableFuture<String> all = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onHead(int status, HttpHeaders headers) {
            text.append(status).append(' ');
        }

        @Override
        public void onBytes(ByteBuffer bytes) {
            text.append(StandardCharsets.US_ASCII.decode(bytes));
        }

        @Override
        public void onEnd() {
            all.complete(text + "|");
        }

        @Override
        public void onFailed(String reason) {
            all.complete(text + "failed: " + reason);
        }
    }

    private HttpClient client(TlsTrust trust) throws IOException {
        TcpOptions tcp = TcpOptions.DEFAULT;
        return new HttpClient(new TcpClient(loops, tcp),
                new TcpClient(loops, tcp.withTls(trust.context())), OPTIONS);
    }

    private String ask(URI uri) throws Exception {
        Heard heard = new Heard();
        client(new TlsTrust.Anybody()).get(loops.all().getFirst(), uri, HttpHeaders.of("X-A", "b"),
                heard);
        return heard.all.get(10, TimeUnit.SECONDS);
    }

    /// A server that reads a request's head and answers with exactly these bytes, then closes or
    /// keeps still.
    private String answered(String bytes, boolean closes) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) in.read());
                    }
                    heard.complete(head.toString());
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                    if (!closes) {
                        var _ = in.read();
                    }
                } catch (IOException gone) {
                    heard.complete("gone");
                }
            });
            String answer = ask(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/a?b=c"));
            assertThat(heard.get(5, TimeUnit.SECONDS)).startsWith("GET /a?b=c HTTP/1.1\r\nHost: "
                    + "127.0.0.1:" + server.getLocalPort()).contains("\r\nX-A: b\r\n");
            return answer;
        }
    }

    static Stream<Arguments> answers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                Arguments.of("a length", ok + "Content-Length: 3\r\n\r\nabc", "200 abc|"),
                Arguments.of("nothing", ok + "Content-Length: 0\r\n\r\n", "200 |"),
                Arguments.of("chunks", ok + "Transfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nab\r\n1;x=y\r\nc\r\n0\r\nA: b\r\n\r\n", "200 abc|"),
                Arguments.of("until it closes", ok + "\r\nabc", "200 abc|"),
                Arguments.of("no content", "HTTP/1.1 204 No Content\r\n\r\n", "204 |"),
                Arguments.of("an error", "HTTP/1.0 503 No\r\nContent-Length: 1\r\n\r\nx",
                        "503 x|"),
                Arguments.of("a promise first", "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + ok
                        + "Content-Length: 1\r\n\r\nx", "200 x|"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void takesWhatServersSend(String name, String bytes, String expected) throws Exception {
        assertThat(answered(bytes, true)).as(name).isEqualTo(expected);
    }

    static Stream<Arguments> hostile() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of("no HTTP", "SSH-2.0-x\r\n", "not an HTTP/1 answer"),
                Arguments.of("nothing at all", "", "PEER"),
                Arguments.of("half a head", ok + "A: b", "PEER"),
                Arguments.of("an endless head", ok + "A: b\r\n".repeat(2000), "more than"),
                Arguments.of("an endless line", ok + "A: " + "b".repeat(9000), "bound"),
                Arguments.of("lines of a single byte", "HTTP/1.1 200 OK\n\n", "carriage return"),
                Arguments.of("a name that is none", ok + "A b: c\r\n\r\n", "header field"),
                Arguments.of("two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                        "no number"),
                Arguments.of("a negative length", ok + "Content-Length: -1\r\n\r\n", "no number"),
                Arguments.of("length and chunks", ok + "Content-Length: 1\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n", "coding"),
                Arguments.of("gzip", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", "coding"),
                Arguments.of("a chunk without size", chunked + "\r\nab", "no number"),
                Arguments.of("a chunk of 2^36", chunked + "1000000000\r\nab", "no number"),
                Arguments.of("a chunk that is longer", chunked + "1\r\nabc\r\n", "chunk is longer"),
                Arguments.of("an endless size line", chunked + "1;" + "x".repeat(300), "bound"),
                Arguments.of("a body cut short", ok + "Content-Length: 9\r\n\r\nabc", "PEER"),
                Arguments.of("chunks cut short", chunked + "2\r\nab\r\n", "PEER"),
                Arguments.of("promises without end",
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(9), "not asked for"),
                Arguments.of("another protocol",
                        "HTTP/1.1 101 Switching\r\n\r\n", "not asked for"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void saysWhatIsWrong(String name, String bytes, String reason) throws Exception {
        assertThat(answered(bytes, true)).as(name).contains("failed: ").contains(reason);
    }

    @Test
    void waitsOnlySoLongForAHead() throws Exception {
        assertThat(answered("HTTP/1.1 200 OK\r\nA: ", false)).contains("no answer within 400 ms");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(ask(URI.create("http://127.0.0.1:" + port + "/"))).contains("cannot connect");
        assertThat(ask(URI.create("ftp://127.0.0.1/"))).contains("not an HTTP address");
        assertThat(ask(URI.create("http://no-such-host.invalid/"))).contains("unknown host");
    }

    /// Byte by byte and in one piece it is the same.
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void piecesOfAnySizeAreTheSame(String name, String bytes, String expected) throws Exception {
        for (int size : new int[] {1, 2, 3, 7, 1000}) {
            Heard heard = new Heard();
            AnswerReader reader = new AnswerReader(4096);
            AnswerReader.Sink sink = new AnswerReader.Sink() {
                @Override
                public void head(int status, HttpHeaders headers) {
                    heard.onHead(status, headers);
                }

                @Override
                public boolean body(ByteBuf piece) {
                    heard.onBytes(piece.nioBuffer());
                    return true;
                }

                @Override
                public void end() {
                    heard.onEnd();
                }
            };
            byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < all.length; at += size) {
                reader.read(Unpooled.wrappedBuffer(all, at, Math.min(size, all.length - at)),
                        sink);
            }
            if (reader.endsWithConnection()) {
                heard.onEnd();
            }
            assertThat(heard.all.getNow("not over")).as(name + " by " + size).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void asksOverTlsOnEveryTransport(Transport transport, @TempDir Path folder) throws Exception {
        if (transport.missing().isPresent()) {
            return;
        }
        try (Loops own = Loops.open(2, List.of(transport))) {
            TlsContexts tls = TlsContexts.selfMade(folder, List.of("localhost"), Instant.now());
            HttpServer server = HttpServer.bind(own,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    TcpOptions.DEFAULT.withTls(tls.http()), HttpOptions.DEFAULT,
                    (request, replier) -> replier.reply(200, HttpHeaders.EMPTY,
                            HttpBody.text("hello " + request.path())));
            URI uri = URI.create("https://127.0.0.1:" + server.address().getPort() + "/x");
            assertThat(over(own, uri, new TlsTrust.Certificates(folder.resolve("tls.crt"))))
                    .isEqualTo("200 hello /x|");
            assertThat(over(own, uri, new TlsTrust.Anybody())).isEqualTo("200 hello /x|");
            assertThat(over(own, uri, new TlsTrust.Machine())).contains("failed: ");
            server.close();
        }
    }

    private static String over(Loops own, URI uri, TlsTrust trust) throws Exception {
        Heard heard = new Heard();
        new HttpClient(new TcpClient(own, TcpOptions.DEFAULT),
                new TcpClient(own, TcpOptions.DEFAULT.withTls(trust.context())), OPTIONS)
                .get(own.all().getFirst(), uri, HttpHeaders.EMPTY, heard);
        return heard.all.get(10, TimeUnit.SECONDS);
    }

    /// While it is paused the server can send no more than the buffers between them hold.
    @Test
    void aPausedBodyHoldsTheServerBack() throws Exception {
        HttpServer server = HttpServer.bind(loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TcpOptions.DEFAULT,
                HttpOptions.DEFAULT, (request, replier) -> replier.reply(200, HttpHeaders.EMPTY,
                        HttpBody.of(ByteBuffer.allocate(64 << 20))));
        CompletableFuture<Long> first = new CompletableFuture<>();
        CompletableFuture<Long> all = new CompletableFuture<>();
        long[] got = {0};
        HttpClient.Call[] call = new HttpClient.Call[1];
        loops.all().getFirst().execute(() -> call[0] = clientOrFail().get(loops.all().getFirst(),
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/"),
                HttpHeaders.EMPTY, new HttpAnswer() {
                    @Override
                    public void onHead(int status, HttpHeaders headers) {
                    }

                    @Override
                    public void onBytes(ByteBuffer bytes) {
                        got[0] += bytes.remaining();
                        if (!first.isDone()) {
                            call[0].pause();
                            first.complete(got[0]);
                        }
                    }

                    @Override
                    public void onEnd() {
                        all.complete(got[0]);
                    }

                    @Override
                    public void onFailed(String reason) {
                        all.completeExceptionally(new IOException(reason));
                    }
                }));
        first.get(5, TimeUnit.SECONDS);
        CompletableFuture<Long> later = new CompletableFuture<>();
        loops.all().getFirst().schedule(() -> later.complete(got[0]), 300_000_000L);
        assertThat(later.get(5, TimeUnit.SECONDS)).isLessThan(16L << 20);
        loops.all().getFirst().execute(() -> call[0].resume());
        assertThat(all.get(20, TimeUnit.SECONDS)).isEqualTo(64L << 20);
        server.close();
    }

    private HttpClient clientOrFail() {
        try {
            return client(new TlsTrust.Anybody());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
