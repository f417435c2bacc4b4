package io.freshet.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.tools.figures.Report;
import io.freshet.tools.figures.Section;
import io.freshet.tools.wire.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Viewers that leave, come again, or read slowly.
final class CrowdTest {

    private static final int VIEWERS = 20;

    private static CrowdPlan plan(String url, Duration stay, Duration reconnect, int slowPercent) {
        CrowdPlan plain = CrowdPlan.of(Target.parse(url), VIEWERS, 500);
        return new CrowdPlan(plain.target(), VIEWERS, 500, stay, reconnect, plain.stall(),
                plain.gap(), slowPercent, 0, 1, false);
    }

    private static Report run(CrowdPlan plan, int ms) throws Exception {
        return LoadRun.run(new LoadPlan("test", List.of(), List.of(plan), Duration.ofMillis(600),
                Duration.ofMillis(ms), 1, List.of(), Optional.empty()), Progress.NONE);
    }

    private static Section seen(Report report) {
        return report.section("http-flv").orElseThrow();
    }

    @Test
    void eachOneThatLeavesIsFollowedByOne() throws Exception {
        try (FlvServer server = new FlvServer()) {
            Section seen = seen(run(plan(server.url(), Duration.ofMillis(400), Duration.ZERO, 0),
                    2_000));
            assertThat(seen.amount("errors", -1)).isZero();
            assertThat(seen.amount("left_as_meant", -1)).isGreaterThan(VIEWERS * 2);
            assertThat(seen.amount("connections", -1))
                    .isEqualTo(seen.amount("left_as_meant", -1) + VIEWERS);
            assertThat(seen.amount("delivered_messages", -1)).isPositive()
                    .isEqualTo(seen.amount("expected_messages", -1));
        }
    }

    /// A viewer that broke and came again once left at the time of its first visit too: with each
    /// break, seats changed hands more often.
    @Test
    void whoComesAgainStaysAsLongAsOthers() throws Exception {
        try (FlvServer server = new FlvServer()) {
            server.picturesMax = 10;
            // Broken after 0.2 s, long before anybody would leave by itself.
            Section seen = seen(run(plan(server.url(), Duration.ofMillis(600),
                    Duration.ofMillis(50), 0), 3_000));
            assertThat(seen.amount("error_closed_by_the_server", -1)).isGreaterThan(VIEWERS * 5);
            assertThat(seen.amount("left_as_meant", -1)).isZero();
        }
    }

    @Test
    void aServerThatComesBackIsExpectedToSendWhatItHasThen() throws Exception {
        try (FlvServer server = new FlvServer()) {
            TimeUnit.MILLISECONDS.sleep(500);
            CompletableFuture<Report> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(plan(server.url(), Duration.ZERO, Duration.ofMillis(100), 0),
                            4_000);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            TimeUnit.MILLISECONDS.sleep(2_000);
            server.restart(300);
            Section seen = seen(running.get(20, TimeUnit.SECONDS));
            assertThat(seen.amount("playing_at_the_end", -1)).isEqualTo(VIEWERS);
            assertThat(seen.amount("errors", -1)).isBetween((double) VIEWERS, VIEWERS * 6.0);
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThan(VIEWERS * 100)
                    .isEqualTo(seen.amount("expected_messages", -1));
            assertThat(seen.amount("gaps", -1)).isZero();
        }
    }

    @Test
    void slowOnesThatTheServerThrewOutAreToldApart() throws Exception {
        try (FlvServer server = new FlvServer()) {
            server.pictureBytes = 40_000;
            CompletableFuture<Report> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(plan(server.url(), Duration.ZERO, Duration.ZERO, 50), 2_000);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            TimeUnit.MILLISECONDS.sleep(2_000);
            server.reset();
            Report report = running.get(20, TimeUnit.SECONDS);
            Section slow = report.section("http-flv slow").orElseThrow();
            assertThat(slow.amount("connections", -1)).isEqualTo(VIEWERS / 2);
            assertThat(slow.amount("errors", -1)).as(slow.toString()).isEqualTo(VIEWERS / 2);
            assertThat(slow.amount("playing_at_the_end", -1)).isZero();
            assertThat(seen(report).amount("delivered_messages", -1)).isPositive();
        }
    }

    @Test
    void viewersInTlsGetWhatOthersGet() throws Exception {
        try (FlvServer server = FlvServer.secure()) {
            // Several records each, of which reads take parts.
            server.pictureBytes = 20_000;
            Section seen = seen(run(CrowdPlan.of(Target.parse(server.url()), 3, 500), 2_000));
            assertThat(seen.amount("errors", -1)).as(seen.toString()).isZero();
            assertThat(seen.amount("playing_at_the_end", -1)).isEqualTo(3);
            assertThat(seen.amount("gaps", -1)).isZero();
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThan(3 * 50)
                    .isEqualTo(seen.amount("expected_messages", -1));
        }
    }

    @Test
    void aServerWithoutTlsIsTold() throws Exception {
        try (FlvServer server = new FlvServer()) {
            CrowdPlan plan = plan(server.url().replace("http:", "https:"), Duration.ZERO,
                    Duration.ZERO, 0);
            Section seen = seen(run(plan, 1_500));
            assertThat(seen.amount("playing_at_the_end", -1)).isZero();
            assertThat(seen.amount("delivered_messages", -1)).isZero();
        }
    }
}
