package io.freshet.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.net.address.AddressRanges;
import io.freshet.net.tls.TlsContexts;
import io.freshet.net.tls.Trust;
import io.freshet.testkit.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class TcpServerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final BlockingQueue<RecordingHandler> handlers = new LinkedBlockingQueue<>();

    private static Loops loops(Transport transport) {
        assumeTrue(transport.missing().isEmpty(), () -> transport.missing().orElse(""));
        return Loops.open(2, List.of(transport));
    }

    private TcpServer server(Loops loops, TcpOptions options) throws IOException {
        return TcpServer.bind(loops, ANY_PORT, options, connection -> {
            RecordingHandler handler = new RecordingHandler(connection);
            handlers.add(handler);
            return handler;
        });
    }

    private RecordingHandler handler() throws InterruptedException {
        RecordingHandler handler = handlers.poll(10, TimeUnit.SECONDS);
        assertThat(handler).isNotNull();
        return handler;
    }

    private static Socket connect(TcpServer server) throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address(), 5_000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String echoed(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return new String(
                socket.getInputStream().readNBytes(text.length()), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void carriesBytesBothWaysAndCountsThem(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT)) {
            try (Socket socket = connect(server)) {
                assertThat(echoed(socket, "hello")).isEqualTo("hello");
                assertThat(echoed(socket, "x".repeat(100_000))).hasSize(100_000);
                assertThat(server.counts().open()).isEqualTo(1);
            }
            assertThat(handler().closed.get(5, TimeUnit.SECONDS).cause())
                    .isEqualTo(CloseCause.PEER);
            TcpCounts counts = server.counts();
            assertThat(counts.bytes()).isEqualTo(new TcpCounts.Transferred(100_005, 100_005));
            assertThat(counts.closed()).containsEntry(CloseCause.PEER, 1L);
            assertThat(counts.open()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void spreadsConnectionsOverTheLoops(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT);
                Socket one = connect(server); Socket two = connect(server);
                Socket three = connect(server); Socket four = connect(server)) {
            for (Socket socket : List.of(one, two, three, four)) {
                echoed(socket, "a");
            }
            assertThat(loops.all()).extracting(NetLoop::connections).containsExactly(2, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesConnectionsBeyondTheLimit(Transport transport) throws Exception {
        TcpOptions options = TcpOptions.DEFAULT.withLimits(new TcpLimits(2, 1));
        try (Loops loops = loops(transport); TcpServer server = server(loops, options);
                Socket one = connect(server); Socket two = connect(server)) {
            // The limit of one per address does not hold for this machine itself.
            echoed(one, "a");
            echoed(two, "b");
            try (Socket three = connect(server)) {
                assertThat(readsEnd(three)).isTrue();
            }
            assertThat(server.counts().refused()).isEqualTo(new TcpCounts.Refused(1, 0));
            one.shutdownOutput();
            assertThat(CompletableFuture.anyOf(handler().closed, handler().closed)
                    .get(5, TimeUnit.SECONDS)).isNotNull();
            try (Socket again = connect(server)) {
                assertThat(echoed(again, "c")).isEqualTo("c");
            }
        }
    }

    private static boolean readsEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsWhatAReaderThatStopsReadingCosts(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT);
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 << 10);
            socket.connect(server.address());
            RecordingHandler handler = handler();
            TcpConnection connection = handler.connection;
            long written = fillUntilStuck(connection);
            // What the kernel took by itself; the reader's window is at most 2 * 16 KiB.
            assertThat(written).isLessThan(1_000_000);
            long unsent = onLoop(connection, connection::unsentBytes);
            assertThat(unsent).isBetween(1L, 130_000L);
            assertThat(onLoop(connection, () -> connection.behindNs(connection.loop().nowNs())))
                    .isZero();
            long now = connection.loop().nowNs();
            long behind = onLoop(connection, () -> connection.behindNs(now + 1_000_000_000L));
            assertThat(behind).isGreaterThan(500_000_000L);

            assertThat(socket.getInputStream().readNBytes((int) written)).hasSize((int) written);
            assertThat(handler.writableAgain.await(5, TimeUnit.SECONDS)).isTrue();
            connection.close(CloseCause.SLOW, "test");
            assertThat(handler.closed.get(5, TimeUnit.SECONDS))
                    .isEqualTo(new Closed(CloseCause.SLOW, "test"));
        }
    }

    /// Writes until nothing goes for 200 ms; returns the bytes.
    private static long fillUntilStuck(TcpConnection connection) throws Exception {
        long written = 0;
        long movedNs = System.nanoTime();
        while (System.nanoTime() - movedNs < 200_000_000L) {
            if (onLoop(connection, connection::isWritable)) {
                written += onLoop(connection, () -> fill(connection));
                movedNs = System.nanoTime();
            }
        }
        return written;
    }

    /// Writes until the outlet is not writable and once more; returns the bytes.
    private static long fill(TcpConnection connection) {
        long written = 0;
        for (int i = 0; i < 10_000; i++) {
            ByteBuf bytes = connection.loop().allocator().directBuffer(8 << 10).writeZero(8 << 10);
            written += bytes.readableBytes();
            boolean last = !connection.isWritable();
            connection.write(bytes);
            connection.flush();
            if (last) {
                break;
            }
        }
        return written;
    }

    private static <T> T onLoop(TcpConnection connection, Supplier<T> call)
            throws Exception {
        return CompletableFuture.supplyAsync(call, connection.loop()::execute)
                .get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void closesAConnectionWhoseHandlerFails(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT);
                Socket socket = connect(server)) {
            socket.getOutputStream().write("fault".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(readsEnd(socket)).isTrue();
            assertThat(handler().closed.get(5, TimeUnit.SECONDS).cause())
                    .isEqualTo(CloseCause.FAULT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsLateListenersOfTheEndAndTakesWritesAfterIt(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT)) {
            connect(server).close();
            RecordingHandler handler = handler();
            handler.closed.get(5, TimeUnit.SECONDS);
            ByteBuf late = Unpooled.directBuffer(8).writeLong(1);
            CompletableFuture<Closed> told = new CompletableFuture<>();
            onLoop(handler.connection, () -> {
                handler.connection.onClosed(told::complete);
                handler.connection.write(late);
                handler.connection.flush();
                return true;
            });
            assertThat(told.get(5, TimeUnit.SECONDS).cause()).isEqualTo(CloseCause.PEER);
            assertThat(late.refCnt()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainsByAskingFirst(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT);
                Socket socket = connect(server)) {
            echoed(socket, "a");
            server.drain(Duration.ofSeconds(5)).get(4, TimeUnit.SECONDS);
            assertThat(readsEnd(socket)).isTrue();
            assertThatThrownBy(() -> connect(server).close()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listensAnewWhereItListenedAndKeepsWhoIsThere(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT);
                Socket before = connect(server)) {
            assertThat(echoed(before, "before")).isEqualTo("before");
            server.rebind();
            server.rebind();
            try (Socket after = connect(server)) {
                assertThat(echoed(after, "after")).isEqualTo("after");
                assertThat(echoed(before, "still")).isEqualTo("still");
                assertThat(server.counts().open()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichAddressIsTaken(Transport transport) throws Exception {
        try (Loops loops = loops(transport); TcpServer server = server(loops, TcpOptions.DEFAULT)) {
            assertThatThrownBy(() -> TcpServer.bind(
                    loops, server.address(), TcpOptions.DEFAULT, RecordingHandler::new))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(server.address().getPort()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksTlsWithItsOwnCertificate(Transport transport, @TempDir Path folder)
            throws Exception {
        TlsContexts tls = TlsContexts.selfMade(
                folder, List.of("localhost", "127.0.0.1"), Instant.now());
        try (Loops loops = loops(transport);
                TcpServer server = server(loops, TcpOptions.DEFAULT.withTls(tls.plain()));
                Socket socket = Trust.only(folder.resolve("tls.crt")).getSocketFactory()
                        .createSocket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(10_000);
            assertThat(echoed(socket, "y".repeat(200_000))).hasSize(200_000);
            try (Socket plain = connect(server)) {
                plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(
                        StandardCharsets.ISO_8859_1));
                plain.getInputStream().readAllBytes();
            }
            Patience.until("the close is counted", () -> server.counts().closed()
                    .getOrDefault(CloseCause.PROTOCOL, 0L) == 1);
        }
    }

    private static final TcpOptions BALANCED = TcpOptions.DEFAULT.withBalancers(
            AddressRanges.of(List.of("127.0.0.0/8", "::1"))).withLimits(new TcpLimits(10, 1));

    @Test
    void aLoadBalancerSaysWhoseAConnectionIs() throws Exception {
        try (Loops loops = loops(Transport.NIO); TcpServer server = server(loops, BALANCED);
                Socket socket = connect(server)) {
            OutputStream out = socket.getOutputStream();
            out.write("PROXY TCP4 192.0.2.7 198.51.100.1 56324 19".getBytes(US_ASCII));
            Thread.sleep(50);
            out.write("35\r\nhello".getBytes(US_ASCII));
            assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
            RecordingHandler first = handler();
            assertThat(first.connection.remote()).isEqualTo(
                    new InetSocketAddress("192.0.2.7", 56_324));
            try (Socket same = connect(server); Socket other = connect(server)) {
                same.getOutputStream().write(
                        "PROXY TCP4 192.0.2.7 198.51.100.1 56325 1935\r\nhello".getBytes(US_ASCII));
                assertThat(same.getInputStream().read()).as("one too many of its address")
                        .isEqualTo(-1);
                other.getOutputStream().write("PROXY UNKNOWN\r\nhello".getBytes(US_ASCII));
                assertThat(other.getInputStream().readNBytes(5))
                        .isEqualTo("hello".getBytes(US_ASCII));
                assertThat(handler().connection.remote().getAddress().isLoopbackAddress())
                        .as("nobody is not of this machine").isFalse();
            }
            assertThat(server.counts().refused().perAddress()).isEqualTo(1);
        }
    }

    @Test
    void aLoadBalancerThatDoesNotSayIsRefusedAndNobodyElseIsBelieved() throws Exception {
        byte[] header = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935\r\n".getBytes(US_ASCII);
        try (Loops loops = loops(Transport.NIO); TcpServer balanced = server(loops, BALANCED);
                TcpServer plain = server(loops, TcpOptions.DEFAULT);
                Socket silent = connect(balanced); Socket forger = connect(plain)) {
            silent.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            forger.getOutputStream().write(header);
            assertThat(forger.getInputStream().readNBytes(header.length))
                    .as("it is the client's own bytes").isEqualTo(header);
            assertThat(handler().connection.remote().getAddress().isLoopbackAddress()).isTrue();
        }
    }
}
