package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus scrapes a node by the configuration that is in the repository.
@Tag("clients")
final class PrometheusTest {

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String ask(TestNode node, int port, String query) {
        try {
            return node.client().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                    .build(), BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Test
    void prometheusFindsWhatTheDashboardAsksFor() throws Exception {
        int port = freePort();
        try (TestNode node = TestNode.open(folder, "demo.enabled=true")) {
            Path config = folder.resolve("prometheus.yml");
            Path ours = Path.of("../deploy/prometheus/prometheus.yml");
            Files.writeString(config, Files.readString(ours)
                    .replace("127.0.0.1:8090", "127.0.0.1:" + node.port("control.listen"))
                    .replace("scrape_interval: 10s", "scrape_interval: 1s"));
            try (Program _ = Program.start(folder, "prometheus",
                    "--config.file=" + config, "--storage.tsdb.path=" + folder.resolve("tsdb"),
                    "--web.listen-address=127.0.0.1:" + port)) {
                Patience.until("a first scrape", Duration.ofSeconds(40), () ->
                        ask(node, port, "freshet_ready").contains("\"freshet_ready\""));
                Patience.until("the demo's series", Duration.ofSeconds(40), () ->
                        ask(node, port, "freshet_stream_bitrate_bits_per_second{name=\"demo\"} > 0")
                                .contains("\"demo\""));
                assertThat(ask(node, port, "up{job=\"freshet\"}")).contains("\"1\"]");
                for (String name : new String[] {"freshet_viewers", "freshet_alerts_firing",
                        "freshet_events_total", "freshet_stream_findings",
                        "freshet_player_startup_seconds_bucket",
                        "freshet_loop_lag_seconds", "freshet_jvm_memory_used_bytes"}) {
                    assertThat(ask(node, port, name)).as(name).contains("\"__name__\":\"" + name);
                }
            }
        }
    }
}
