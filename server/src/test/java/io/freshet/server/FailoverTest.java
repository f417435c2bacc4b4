package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three origins, three edges and three servers of NATS, as processes; the stream's leader dies, or
/// is cut off, under fifteen viewers of every protocol.
///
/// Nothing may be lost or heard twice; times may be three times as long as for who runs the command
/// on a machine that does nothing else.
@Tag("clients")
@Timeout(180)
class FailoverTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kill-leader", "cut-leader"})
    void viewersNoticeNoMoreThanTheyMay(String fault) throws Exception {
        assumeThat(!fault.startsWith("cut") || mayMakeNetworks())
                .as("the right to make network namespaces").isTrue();
        try (Program chaos = Program.start(folder, Path.of("..", "freshet").toString(), "chaos",
                "demo", "--fault", fault, "--slack", "3")) {
            int code = chaos.await(Duration.ofSeconds(170));
            System.out.println(chaos.output());
            assertThat(code).as(chaos.output() + chaos.errors()).isZero();
        }
    }

    private boolean mayMakeNetworks() throws Exception {
        try (Program probe = Program.start(folder, "unshare", "--net", "true")) {
            return probe.await(Duration.ofSeconds(10)) == 0;
        }
    }
}
