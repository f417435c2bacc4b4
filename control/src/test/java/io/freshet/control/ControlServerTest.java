package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {

    private final ControlRig rig;

    ControlServerTest() throws IOException {
        rig = new ControlRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void isLiveAlwaysAndReadyWhenTheNodeSaysSo() throws Exception {
        assertThat(rig.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(rig.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
        rig.node.notReady = Optional.of("draining: the server is stopping");
        assertThat(rig.get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = rig.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(JsonReader.object(ready.body()))
                .containsEntry("detail", "draining: the server is stopping");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> head = rig.send(rig.request("/openapi.yaml")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> get = rig.get("/openapi.yaml");
        assertThat(head.body()).isEmpty();
        for (String header : List.of("content-length", "content-type", "cache-control")) {
            assertThat(head.headers().firstValue(header)).as(header).isPresent()
                    .isEqualTo(get.headers().firstValue(header));
        }
    }

    @Test
    void guardsEveryAnswerWithHeadersAndTellsNothingOfItself() throws Exception {
        for (String path : List.of("/health/live", "/metrics", "/none", "/api/v1/streams/a/b")) {
            Map<String, List<String>> headers = rig.get(path).headers().map();
            assertThat(headers).as(path)
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                    .containsKey("content-security-policy")
                    .doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
        }
        String refused = rig.raw("rubbish\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 400 ").contains("nosniff")
                .contains("application/problem+json").doesNotContainIgnoringCase("helidon")
                .doesNotContain("rubbish");
    }

    @Test
    void aFaultOfOursIsAProblemWithoutDetails() throws Exception {
        rig.node.listeners = List.of(new NodeStatus.Listener("rtmp", 0, 0, 0, 0, 0, 0, Map.of()),
                new NodeStatus.Listener("rtmp", 0, 0, 0, 0, 0, 0, Map.of()));
        HttpResponse<String> answer = rig.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(JsonReader.object(answer.body())).containsEntry("status", 500L)
                .containsEntry("detail", "this is a fault of the server; its log says more");
        assertThat(rig.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsABindException() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                rig.server.port());
        assertThatThrownBy(() -> new ControlRig(taken,
                ControlOptions.Opening.AT_ONCE))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> new ControlRig(
                InetSocketAddress.createUnresolved("no.such.host.invalid", 0),
                ControlOptions.Opening.AT_ONCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void endsARequestThatTakesTooLong() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
            socket.setSoTimeout(20_000);
            InputStream in = socket.getInputStream();
            // The first answer shows that the second request's first line has been read as well.
            socket.getOutputStream().write(("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
            Thread keepsDripping = Thread.ofVirtual().start(() -> drip(rig, socket));
            in.readAllBytes();
            keepsDripping.join();
        }
        assertThat(rig.get("/health/live").statusCode()).isEqualTo(200);
    }

    /// A byte whenever fake time has moved on by a second, until the server has had enough.
    private static void drip(ControlRig rig, Socket socket) {
        try {
            for (int second = 0; second < 1000; second++) {
                rig.clock.advanceMs(1000);
                socket.getOutputStream().write('a');
                Thread.sleep(50);
            }
        } catch (IOException _) {
            // Closed, as it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
