package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.config.BadSettingsException;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A load balancer in front of the media ports says whose each connection is.
@Timeout(120)
final class BalancerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    private static Socket connect(TestNode node, String listener, String first)
            throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port(listener));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Test
    void viewersHaveTheirOwnAddresses() throws Exception {
        try (TestNode node = TestNode.open(folder, "demo.enabled=true",
                "control.admin-password=" + Operator.PASSWORD,
                "http.proxy-protocol=127.0.0.0/8", "rtmp.proxy-protocol=127.0.0.0/8")) {
            Operator operator = Operator.at(node);
            String request = String.join("\r\n", "PROXY TCP4 203.0.113.9 198.51.100.1 56324 80",
                    "GET /live/demo.flv HTTP/1.1", "Host: localhost", "", "");
            try (Socket viewer = connect(node, "http.listen", request)) {
                assertThat(viewer.getInputStream().readNBytes(12))
                        .isEqualTo("HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII));
                Patience.until("the viewer", SOON, () -> {
                    try {
                        return operator.call("GET", "api/v1/streams/live/demo/viewers", "")
                                .contains("203.0.113.9");
                    } catch (Exception failure) {
                        throw new AssertionError(failure);
                    }
                });
            }
            try (Socket silent = connect(node, "http.listen", "GET / HTTP/1.1\r\n\r\n");
                    Socket rtmp = connect(node, "rtmp.listen", "\3" + "x".repeat(1536))) {
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
                assertThat(rtmp.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket rtmp = connect(node, "rtmp.listen", "PROXY TCP6 2001:db8::7 2001:db8::1 "
                    + "56324 1935\r\n\3" + "x".repeat(1536))) {
                assertThat(rtmp.getInputStream().read()).as("S0 of the handshake").isEqualTo(3);
            }
        }
    }

    @Test
    void whatIsNoAddressIsToldByItsKey() {
        assertThatThrownBy(() -> TestNode.open(folder, "rtmp.proxy-protocol=balancer.example"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("rtmp.proxy-protocol: 'balancer.example' is not ADDRESS");
    }
}
