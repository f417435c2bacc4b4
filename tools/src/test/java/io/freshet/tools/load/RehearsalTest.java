package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Section;
import io.freshet.tools.wire.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Viewers that come before all others.
final class RehearsalTest {

    private static Section watched(CrowdPlan... plans) throws Exception {
        return LoadRun.run(new LoadPlan("test", List.of(), List.of(plans), Duration.ofMillis(300),
                Duration.ofMillis(300), 1, List.of(), Optional.empty()), Progress.NONE)
                .section("http-flv").orElseThrow();
    }

    @Test
    void aTenthOfThemComesFirstAndIsNotCounted() throws Exception {
        try (FlvServer server = new FlvServer()) {
            Section seen = watched(CrowdPlan.of(Target.parse(server.url()), 40, 500));
            assertThat(server.accepted.get()).isEqualTo(44);
            assertThat(seen.amount("connections", -1)).isEqualTo(40);
            assertThat(seen.amount("playing_at_the_end", -1)).isEqualTo(40);
            assertThat(seen.amount("left_as_meant", -1)).isZero();
        }
    }

    @Test
    void oneOfAKindIsEnoughWhereTheyAreFew() throws Exception {
        try (FlvServer server = new FlvServer()) {
            Target target = Target.parse(server.url());
            watched(CrowdPlan.of(target, 3, 500), CrowdPlan.of(target, 4, 500));
            assertThat(server.accepted.get()).isEqualTo(8);
        }
    }

    @Test
    void whatIsRefusedToThemIsNotCounted() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        Section seen = watched(CrowdPlan.of(
                Target.parse("http://127.0.0.1:" + nobody + "/live/s.flv"), 20, 500));
        assertThat(seen.amount("errors", -1)).isEqualTo(20);
    }
}
