package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.testkit.Patience;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.CrowdPlan;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.LoadRun;
import io.freshet.tools.load.Progress;
import io.freshet.tools.load.PublishPlan;
import io.freshet.tools.wire.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audience that is told is the one that is there, by every protocol, within 5 %.
@Tag("clients")
final class AudienceTruthTest {

    private static final Map<Protocol, Integer> VIEWERS = new EnumMap<>(Map.of(
            Protocol.RTMP, 40, Protocol.HTTP_FLV, 60, Protocol.WS_FLV, 30, Protocol.HLS, 80));

    @TempDir
    Path folder;

    private static CrowdPlan crowd(String url, Protocol protocol) {
        return CrowdPlan.of(Target.parse(url), VIEWERS.getOrDefault(protocol, 0), 100);
    }

    private static boolean isTrue(Audience audience) {
        return VIEWERS.entrySet().stream().allMatch(each ->
                Math.abs(audience.watching(each.getKey()) - each.getValue())
                        <= each.getValue() * 0.05);
    }

    @Test
    void countsAreRightOnEveryProtocol() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            LoadPlan plan = new LoadPlan("truth", List.of(new PublishPlan(
                    Target.parse(node.rtmp("bench")), 1, 1, Clip.bundled(), true, Duration.ZERO)),
                    List.of(crowd(node.rtmp("bench"), Protocol.RTMP),
                            crowd(node.http("live/bench.flv"), Protocol.HTTP_FLV),
                            crowd(node.webSocket("live/bench.flv").toString(), Protocol.WS_FLV),
                            crowd(node.http("live/bench/index.m3u8"), Protocol.HLS)),
                    Duration.ofSeconds(6), Duration.ofSeconds(20), 2,
                    List.of(ProcessHandle.current().pid()), Optional.empty());
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                try {
                    LoadRun.run(plan, Progress.NONE);
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            node.awaitStream("bench");
            Audience audience = node.stream("bench").audience();
            Patience.until("all viewers", Duration.ofSeconds(20), () -> isTrue(audience));
            // And they stay right while nobody comes or goes.
            for (int i = 0; i < 8; i++) {
                Thread.sleep(500);
                for (Protocol protocol : Protocol.values()) {
                    assertThat((double) audience.watching(protocol)).as(protocol.toString())
                            .isBetween(VIEWERS.getOrDefault(protocol, 0) * 0.95,
                                    VIEWERS.getOrDefault(protocol, 0) * 1.05);
                }
            }
            load.get(60, TimeUnit.SECONDS);
            Patience.until("nobody", Duration.ofSeconds(25), () -> audience.watching() == 0);
        }
    }
}
