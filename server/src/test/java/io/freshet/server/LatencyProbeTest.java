package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The demo channel says no time: the node finds out how late it is by watching it itself.
@Timeout(120)
final class LatencyProbeTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern PROBED = Pattern.compile(
            "\"probed\":\\{\"connectionMs\":([0-9]+),\"playlistMs\":([0-9]+),\"atMs\":");

    @TempDir Path folder;

    /// @param connectionMs from the node's port by HTTP-FLV
    /// @param playlistMs   by HLS
    private record Found(long connectionMs, long playlistMs) {
    }

    private TestNode open(String... sets) throws Exception {
        String[] all = new String[sets.length + 2];
        all[0] = "demo.enabled=true";
        all[1] = "control.admin-password=" + Operator.PASSWORD;
        System.arraycopy(sets, 0, all, 2, sets.length);
        return TestNode.open(folder, all);
    }

    /// Asks for the stream's quality as its page in the console does, until there is a figure.
    private static Found probed(Operator operator) throws Exception {
        Found[] found = new Found[1];
        Patience.until("a figure of the probe", SOON, () -> {
            try {
                Matcher matcher = PROBED.matcher(
                        operator.call("GET", "api/v1/streams/live/demo/quality", ""));
                if (matcher.find()) {
                    found[0] = new Found(Long.parseLong(matcher.group(1)),
                            Long.parseLong(matcher.group(2)));
                }
                return found[0] != null;
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        return found[0];
    }

    @Test
    void aStreamWithoutAClockIsWatchedThoughNobodyElseMayAndIsNoViewer() throws Exception {
        try (TestNode node = open()) {
            Operator operator = Operator.at(node);
            operator.call("POST", "api/v1/apps/live/rules",
                    "{\"stream\":\"**\",\"access\":\"signed\"}");
            Patience.until("the rule", SOON, () -> {
                try {
                    return node.get("live/demo.flv").statusCode() == 403;
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            Found found = probed(operator);
            assertThat(found.connectionMs()).isBetween(0L, 400L);
            // At least as long as a part lasts: its first picture waits for its last.
            assertThat(found.playlistMs()).isBetween(300L, 2_000L);
            assertThat(node.stream("demo").audience().joins()).isZero();
            assertThat(operator.call("GET", "api/v1/streams/live/demo/viewers", ""))
                    .contains("\"items\":[]");
            assertThat(operator.call("GET", "metrics", "")).contains(
                    "freshet_stream_probed_latency_seconds{app=\"live\",name=\"demo\","
                            + "output=\"playlist\"}");
        }
    }

    @Test
    void anOutputThatIsMadeSlowIsSeen() throws Exception {
        try (TestNode node = open("apps.live.flush-interval=350ms",
                "apps.live.hls.part-duration=1900ms")) {
            Found found = probed(Operator.at(node));
            assertThat(found.connectionMs()).isBetween(100L, 2_000L);
            assertThat(found.playlistMs()).isBetween(1_200L, 5_000L);
        }
    }

    @Test
    void nothingIsWatchedWhereItIsSwitchedOff() throws Exception {
        try (TestNode node = open("audience.latency-probe=false")) {
            Operator operator = Operator.at(node);
            node.awaitSegment("live/demo/v1.m3u8");
            Thread.sleep(6_000);
            assertThat(operator.call("GET", "api/v1/streams/live/demo/quality", ""))
                    .doesNotContain("probed");
        }
    }
}
