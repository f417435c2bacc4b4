package io.freshet.net.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.net.Loops;
import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// A small site with one of each kind of answer.
///
/// `/echo` the request in words; `/big` 3 MB, `/shared` the same for many, `/short` a short one for
/// many, `/range` a part of `/shared`; `/wide` 40 kB of fields; `/later` answered by the test;
/// `/stream` endless; `/ws` WebSocket; `/fault` throws; anything else 404.
final class Site implements AutoCloseable {
    static final int BIG = 3 << 20;
    private static final HttpHeaders SHARED_FIELDS = HttpHeaders.of("X-Shared", "yes");

    final BlockingQueue<HttpReplier> later = new LinkedBlockingQueue<>();
    final BlockingQueue<HttpStream> streams = new LinkedBlockingQueue<>();
    final CountDownLatch abandoned = new CountDownLatch(1);
    private final HttpBody shared = HttpBody.shared(ByteBuffer.wrap(bigBytes()));
    private final HttpBody briefly = HttpBody.shared(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
    final Loops loops;
    final HttpServer server;

    Site(Transport transport, HttpOptions options, TcpOptions tcp) throws IOException {
        assumeTrue(transport.missing().isEmpty(), () -> transport.missing().orElse(""));
        loops = Loops.open(2, List.of(transport));
        server = HttpServer.bind(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tcp, options, this::answer);
    }

    Site(Transport transport) throws IOException {
        this(transport, HttpOptions.DEFAULT, TcpOptions.DEFAULT);
    }

    private void answer(HttpRequest request, HttpReplier replier) {
        switch (request.path()) {
            case "/echo" -> replier.reply(200, HttpHeaders.of("Content-Type", "text/plain"),
                    HttpBody.text(request.method() + " " + request.scheme() + " "
                            + request.parameter("q").orElse("-") + " " + utf8(request.body())));
            case "/big" -> replier.reply(200, HttpHeaders.EMPTY, big());
            case "/shared" -> replier.reply(200, SHARED_FIELDS, shared);
            case "/short" -> replier.reply(200, SHARED_FIELDS, briefly);
            case "/range" -> replier.reply(206, SHARED_FIELDS, shared.slice(60_000, 200_000));
            case "/wide" -> replier.reply(200, HttpHeaders.of("X-Wide", "a".repeat(20_000),
                    "X-Wide", "b".repeat(20_000)), HttpBody.EMPTY);
            case "/none" -> replier.reply(204, HttpHeaders.EMPTY, HttpBody.EMPTY);
            case "/later" -> {
                replier.onAbandoned(abandoned::countDown);
                later.add(replier);
            }
            case "/stream" -> streams.add(replier.stream(200, HttpHeaders.EMPTY));
            case "/ws" -> streams.add(replier.webSocket(HttpHeaders.EMPTY));
            case "/fault" -> throw new IllegalStateException("asked for");
            default -> replier.reply(404, HttpHeaders.EMPTY, HttpBody.text("nothing here\n"));
        }
    }

    /// 3 MB of a pattern in 1000-byte heap pieces and one direct one.
    static HttpBody big() {
        byte[] bytes = new byte[BIG];
        for (int i = 0; i < BIG; i++) {
            bytes[i] = (byte) (i / 1000 + i);
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pieces.add(ByteBuffer.wrap(bytes, i * 1000, 1000));
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(BIG - 1_000_000);
        direct.put(bytes, 1_000_000, BIG - 1_000_000).flip();
        pieces.add(direct);
        return HttpBody.of(pieces);
    }

    static byte[] bigBytes() {
        ByteBuffer out = ByteBuffer.allocate(BIG);
        big().pieces().forEach(out::put);
        return out.array();
    }

    static String utf8(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static ByteBuf direct(HttpStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return to.loop().allocator().directBuffer(bytes.length).writeBytes(bytes);
    }

    /// Shared bodies that are being sent now, once everything that was begun has had its turn.
    int busy() throws Exception {
        return sum(one -> one.shared().busy());
    }

    /// What HTTP/2 connections hold for requests that are under way.
    int held() throws Exception {
        return sum(HttpSite::held);
    }

    private int sum(ToIntFunction<HttpSite> of) throws Exception {
        int sum = 0;
        for (HttpSite one : server.sites()) {
            CompletableFuture<Integer> asked = new CompletableFuture<>();
            one.loop().execute(() -> asked.complete(of.applyAsInt(one)));
            sum += asked.get(30, TimeUnit.SECONDS);
        }
        return sum;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address(), 5_000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// Sends and reads until the server closes.
    String talk(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
