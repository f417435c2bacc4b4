package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.BrowserGuard;
import io.freshet.control.api.Need;
import io.freshet.control.api.Replays;
import io.freshet.control.api.Router;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        Router router = new Router(new BrowserGuard(listen), _ -> Optional.empty(),
                new Replays(clock), List.of(new ApiRoute("GET", "/health/live",
                        new Need.Nothing(), call -> ApiAnswer.json(json -> {
                            json.writeStringProperty("status", "up");
                            json.writeStringProperty("from", call.remote());
                        }))));
        return LateServer.open(listen, own -> {
            starts.incrementAndGet();
            return HelidonServer.openBehind(own, router, clock);
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
            assertThat(ask(server.port())).startsWith("HTTP/1.1 200").contains("up")
                    .contains("\"from\":\"127.0.0.1\"");
            assertThat(starts).hasValue(1);
        }
    }

    @Test
    void whoComesLaterIsServedWithoutTheDoor() throws IOException {
        int port;
        try (ControlServer server = open(ANY_PORT)) {
            port = server.port();
            for (int i = 0; i < 200; i++) {
                assertThat(ask(port)).startsWith("HTTP/1.1 200").contains(
                        "\"from\":\"127.0.0.1\"");
            }
            assertThat(starts).hasValue(1);
        }
        assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void whoComesWhileItStartsIsServed() throws Exception {
        try (ControlServer server = open(ANY_PORT);
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(crowd.submit(() -> ask(server.port())));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200");
            }
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
