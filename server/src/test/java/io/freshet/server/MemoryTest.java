package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Section;
import io.freshet.tools.load.Clip;
import io.freshet.tools.load.LoadPlan;
import io.freshet.tools.load.LoadRun;
import io.freshet.tools.load.Progress;
import io.freshet.tools.load.PublishPlan;
import io.freshet.tools.wire.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams that need more memory than the node may give them: a tenth of the heap.
class MemoryTest {

    private static final int PUBLISHERS = 80;
    /// The clip has 0.92 Mbit/s; a window of it, its arrays and objects are some 6 MiB.
    private static final double KNOWN_MIB = 6;

    @TempDir
    Path folder;

    @Test
    void thoseWhoCameFirstGoOnAndNobodyElse() throws Exception {
        double tenthMib = ((Runtime.getRuntime().maxMemory() >> 20) - 20) / 10.0;
        try (TestNode node = TestNode.open(folder, "overload.enabled=true",
                "overload.memory-refuse-above=10", "overload.memory-end-above=10")) {
            Section seen = LoadRun.run(new LoadPlan("test", List.of(new PublishPlan(
                    Target.parse(node.rtmp("s")), PUBLISHERS, 20, Clip.bundled(), true,
                    Duration.ZERO)), List.of(), Duration.ofSeconds(6), Duration.ofSeconds(14), 1,
                    List.of(), Optional.empty()), Progress.NONE).section("publish").orElseThrow();
            Set<String> there = node.streamNames();
            double left = seen.amount("publishing_at_the_end", -1);
            assertThat(left).as(seen.toString())
                    .isBetween(tenthMib / KNOWN_MIB * 0.7, tenthMib / KNOWN_MIB * 1.4);
            assertThat(seen.amount("error_RTMP_NetStream_Publish_Denied", 0))
                    .as("refused or ended: " + seen).isEqualTo(PUBLISHERS - left);
            // They wait for their encoders, who have just gone.
            assertThat(there).hasSize((int) left).contains("s0", "s1", "s2", "s3")
                    .doesNotContain("s" + (PUBLISHERS - 1), "s" + PUBLISHERS / 2);
        }
    }
}
