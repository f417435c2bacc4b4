package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.live.Leader;
import io.freshet.live.Streams;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LateServerTest {

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final String REQUEST = """
            GET /health/live HTTP/1.1\r
            Host: localhost\r
            Connection: close\r
            \r
            """;

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger starts = new AtomicInteger();

    private ControlServer open(InetSocketAddress listen) throws IOException {
        Streams streams = new Streams(clock, _ -> Optional.empty(), (_, _) -> Leader.none());
        Api api = new Api(new BrowserGuard(listen), streams, new FakeNode(), clock);
        return LateServer.open(listen, at -> {
            starts.incrementAndGet();
            return HelidonServer.open(at, api, clock);
        });
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void startsOnceAndAtTheFirstConnection() throws IOException {
        try (ControlServer server = open(ANY_PORT)) {
            assertThat(starts).hasValue(0);
            assertThat(ask(server.port())).startsWith("HTTP/1.1 200").contains("up");
            assertThat(ask(server.port())).startsWith("HTTP/1.1 200").contains("up");
            assertThat(starts).hasValue(1);
        }
    }

    @Test
    void aTakenPortIsSaidAtTheStart() throws IOException {
        try (ControlServer server = open(ANY_PORT)) {
            assertThatThrownBy(() -> open(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.port())))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void nobodyListensAfterItIsClosed() throws IOException {
        int port;
        try (ControlServer server = open(ANY_PORT)) {
            port = server.port();
        }
        assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class);
        assertThat(starts).hasValue(0);
    }
}
