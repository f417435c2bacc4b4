package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.tools.chaos.Chaos;
import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.LoadRun;
import io.freshet.tools.load.Progress;
import io.freshet.tools.load.PublishPlan;
import io.freshet.tools.probe.Probe;
import io.freshet.tools.wire.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The load generator and the probe against a node.
@Tag("clients")
final class ToolsTest {

    private static final int VIEWERS = 50;
    private static final int FEW = 10;

    @TempDir
    Path folder;

    private static CrowdPlan crowd(String url, boolean lowLatency) {
        return crowd(url, lowLatency, VIEWERS);
    }

    private static CrowdPlan crowd(String url, boolean lowLatency, int viewers) {
        CrowdPlan plain = CrowdPlan.of(Target.parse(url), viewers, 100);
        return new CrowdPlan(plain.target(), viewers, 100, Duration.ZERO, Duration.ZERO,
                Duration.ofSeconds(3), Duration.ofSeconds(1), 0, 0, 1, Duration.ZERO,
                lowLatency ? CrowdPlan.Style.PARTS : CrowdPlan.Style.SEGMENTS, false);
    }

    private static CrowdPlan overHttp2(CrowdPlan plan) {
        return new CrowdPlan(plan.target(), plan.viewers(), plan.perSecond(), plan.stay(),
                plan.reconnect(), plan.stall(), plan.gap(), plan.slowPercent(),
                plan.slowBytesPerSecond(), plan.sampleEvery(), plan.readEvery(), plan.style(),
                true);
    }

    @Test
    void fiftyViewersOfEachProtocolGetEverything() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            Report report = LoadRun.run(new LoadPlan("test", List.of(new PublishPlan(
                    Target.parse(node.rtmp("bench")), 1, 1, Clip.bundled(), true, Duration.ZERO)),
                    List.of(crowd(node.rtmp("bench"), false),
                            crowd(node.http("live/bench.flv"), false),
                            crowd(node.webSocket("live/bench.flv").toString(), false),
                            crowd(node.http("live/bench/index.m3u8"), false),
                            crowd(node.http("live/bench/index.m3u8"), true)),
                    Duration.ofSeconds(4), Duration.ofSeconds(6), 2,
                    List.of(ProcessHandle.current().pid()), Optional.empty()), Progress.NONE);
            for (String name : List.of("rtmp", "http-flv", "ws-flv", "hls", "ll-hls")) {
                Section seen = report.section(name).orElseThrow();
                assertThat(seen.amount("errors", -1)).as(seen.toString()).isZero();
                assertThat(seen.amount("playing_at_the_end", 0)).as(seen.toString())
                        .isEqualTo(VIEWERS);
                assertThat(seen.amount("delivered_messages", 0)).as(name).isPositive()
                        .isEqualTo(seen.amount("expected_messages", -1));
                assertThat(seen.amount("gaps", -1)).as(name).isZero();
                assertThat(seen.amount("join_p50_ms", 0)).as(name).isPositive();
                assertThat(seen.amount("latency_p50_ms", 0)).as(name).isPositive();
            }
            assertThat(report.section("server").orElseThrow().amount("cpu_us_per_message", 0))
                    .isPositive();
        }
    }

    @Test
    void viewersWhoAskForPartsAheadGetEverythingOnce() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            CrowdPlan plan = crowd(node.http("live/bench/index.m3u8"), true, FEW);
            Section seen = LoadRun.run(new LoadPlan("test", List.of(new PublishPlan(
                    Target.parse(node.rtmp("bench")), 1, 1, Clip.bundled(), true, Duration.ZERO)),
                    List.of(plan.style(CrowdPlan.Style.PARTS_AHEAD)), Duration.ofSeconds(4),
                    Duration.ofSeconds(6), 1, List.of(), Optional.empty()), Progress.NONE)
                    .section("ll-hls").orElseThrow();
            assertThat(seen.amount("errors", -1)).as(seen.toString()).isZero();
            assertThat(seen.amount("gaps", -1)).as(seen.toString()).isZero();
            // Two renditions in parts of half a second.
            assertThat(seen.amount("delivered_messages", 0)).as(seen.toString())
                    .isBetween(FEW * 18.0, FEW * 30.0)
                    .isEqualTo(seen.amount("expected_messages", -1));
            assertThat(seen.amount("latency_p50_ms", 0)).as(seen.toString()).isPositive();
        }
    }

    @Test
    void theyDoInTlsToo() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            Report report = LoadRun.run(new LoadPlan("test", List.of(new PublishPlan(
                    Target.parse(node.rtmps("bench")), 1, 1, Clip.bundled(), true, Duration.ZERO)),
                    List.of(crowd(node.rtmps("bench"), false, FEW),
                            crowd(node.https("live/bench.flv"), false, FEW),
                            crowd(node.https("live/bench.flv").replace("https", "wss"), false, FEW),
                            crowd(node.https("live/bench/index.m3u8"), true, FEW),
                            overHttp2(crowd(node.https("live/bench/index.m3u8"), true, FEW))),
                    Duration.ofSeconds(5), Duration.ofSeconds(5), 2, List.of(),
                    Optional.empty()), Progress.NONE);
            for (String name : List.of("rtmp", "http-flv", "ws-flv", "ll-hls", "ll-hls h2")) {
                Section seen = report.section(name).orElseThrow();
                assertThat(seen.amount("errors", -1)).as(seen.toString()).isZero();
                assertThat(seen.amount("playing_at_the_end", 0)).as(seen.toString())
                        .isEqualTo(FEW);
                // Fifty handshakes in a JVM that has just begun may cost a viewer a skip.
                assertThat(seen.amount("delivered_percent", 0)).as(seen.toString())
                        .isGreaterThan(80);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "flv", "hls"})
    void theDemoChannelIsHealthy(String protocol) throws Exception {
        try (TestNode node = TestNode.open(folder, "demo.enabled=true")) {
            node.awaitStream("demo");
            String url = switch (protocol) {
                case "rtmp" -> node.rtmp("demo");
                case "flv" -> node.http("live/demo.flv");
                default -> node.http("live/demo/index.m3u8");
            };
            if (protocol.equals("hls")) {
                node.awaitSegment("live/demo/v1.m3u8");
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code = new Probe(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .run(List.of(url, "--seconds", "8"));
            String text = said.toString(StandardCharsets.UTF_8);
            assertThat(code).as(text).isZero();
            assertThat(text).contains("healthy");
        }
    }

    @Test
    void aStreamThatIsNotThereCannotBeReached() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            for (String url : List.of(node.rtmp("none"), node.http("live/none.flv"),
                    node.http("live/none/index.m3u8"))) {
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                int code = new Probe(new PrintStream(said, true, StandardCharsets.UTF_8))
                        .run(List.of(url, "--seconds", "3"));
                assertThat(code).as(url + said.toString(StandardCharsets.UTF_8)).isEqualTo(2);
            }
        }
    }

    /// A command that does nothing is noticed by nobody; one that fails is told of.
    @Test
    void viewersOfAnyClusterTellWhatTheyNoticed() throws Exception {
        try (TestNode node = TestNode.open(folder, "demo.enabled=true")) {
            node.awaitStream("demo");
            node.awaitSegment("live/demo/v1.m3u8");
            List<String> words = List.of("run", node.rtmp("demo"), node.http("live/demo.flv"),
                    node.http("live/demo/index.m3u8"), "--after", "5s", "--slack", "3",
                    "--inject");
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
            Chaos chaos = new Chaos(out, out, Map.of(), folder);
            int code = chaos.run(Stream.concat(words.stream(), Stream.of("true")).toList());
            String text = said.toString(StandardCharsets.UTF_8);
            assertThat(code).as(text).isZero();
            assertThat(text).contains("rtmp@1", "http-flv@2", "hls@3", "verdict: good");
            assertThatThrownBy(() -> chaos.run(
                    Stream.concat(words.stream(), Stream.of("exit 3")).toList()))
                    .hasMessageContaining("the command ended with 3");
        }
    }
}
