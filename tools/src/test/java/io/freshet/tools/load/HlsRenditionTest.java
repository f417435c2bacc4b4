package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Section;
import io.freshet.tools.wire.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A viewer of HLS reloads as players do.
final class HlsRenditionTest {

    private static Section watch(HlsServer server, boolean lowLatency) throws Exception {
        CrowdPlan plain = CrowdPlan.of(Target.parse(server.url()), 1, 500);
        CrowdPlan plan = new CrowdPlan(plain.target(), 1, 500, Duration.ZERO, Duration.ZERO,
                plain.stall(), plain.gap(), 0, 0, 1, Duration.ZERO,
                lowLatency ? CrowdPlan.Style.PARTS : CrowdPlan.Style.SEGMENTS, false);
        return LoadRun.run(new LoadPlan("test", List.of(), List.of(plan), Duration.ofMillis(200),
                Duration.ofSeconds(4), 1, List.of(), Optional.empty()), Progress.NONE)
                .section(lowLatency ? "ll-hls" : "hls").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itAsksForUpdatesThatSkipWhatItKnows(boolean lowLatency) throws Exception {
        try (HlsServer server = new HlsServer()) {
            Section seen = watch(server, lowLatency);
            assertThat(seen.amount("errors", -1)).isZero();
            assertThat(seen.amount("gaps", -1)).isZero();
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThanOrEqualTo(5)
                    .isEqualTo(seen.amount("expected_messages", -1));
            List<String> lists = server.asked.stream()
                    .filter(each -> each.contains(".m3u8")).toList();
            // As multivariant and as media playlist, of the one who rehearses and of the other.
            assertThat(lists).filteredOn("/live/s/index.m3u8"::equals).hasSize(4);
            int last = lists.lastIndexOf("/live/s/index.m3u8");
            assertThat(lists.subList(last + 1, lists.size())).hasSizeGreaterThan(2)
                    .allMatch(each -> each.contains("_HLS_skip=YES"));
        }
    }

    @Test
    void anUpdateThatSkipsWhatItHasNotSeenIsAskedForAsAWhole() throws Exception {
        try (HlsServer server = new HlsServer()) {
            server.skipped = 10;
            Section seen = watch(server, false);
            assertThat(seen.amount("gaps", -1)).isZero();
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThanOrEqualTo(5);
        }
    }
}
