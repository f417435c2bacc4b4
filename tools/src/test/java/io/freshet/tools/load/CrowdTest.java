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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Viewers that leave, come again, or read slowly.
final class CrowdTest {

    private static final int VIEWERS = 20;

    private static CrowdPlan plan(String url, Duration stay, Duration reconnect, int slowPercent) {
        CrowdPlan plain = CrowdPlan.of(Target.parse(url), VIEWERS, 500);
        return new CrowdPlan(plain.target(), VIEWERS, 500, stay, reconnect, plain.stall(),
                plain.gap(), slowPercent, 0, 1, Duration.ZERO,
                CrowdPlan.Style.SEGMENTS, false);
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

    /// Each URL once had eight histograms of its own, 188 KB each: 500 took all memory.
    @Test
    void hundredsOfAddressesAreCountedTogether() throws Exception {
        try (FlvServer server = new FlvServer()) {
            List<CrowdPlan> many = IntStream.range(0, 60).mapToObj(i -> CrowdPlan.of(
                    Target.parse(server.url().replace(".flv", i + ".flv")), 1, 500)).toList();
            LoadPlan plan = new LoadPlan("test", List.of(), many, Duration.ofMillis(600),
                    Duration.ofSeconds(1), 2, List.of(), Optional.empty());
            Section seen = seen(LoadRun.run(plan, Progress.NONE));
            assertThat(plan.names().values()).containsOnly("http-flv");
            assertThat(seen.amount("connections", -1)).isEqualTo(60);
            assertThat(seen.amount("playing_at_the_end", -1)).isEqualTo(60);
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThan(60 * 25)
                    .isEqualTo(seen.amount("expected_messages", -1));
        }
    }

    @Test
    void aFewAddressesAreToldApart() throws Exception {
        try (FlvServer server = new FlvServer()) {
            List<CrowdPlan> two = List.of(plan(server.url(), Duration.ZERO, Duration.ZERO, 0),
                    CrowdPlan.of(Target.parse(server.url()), 3, 500));
            Report report = LoadRun.run(new LoadPlan("test", List.of(), two,
                    Duration.ofMillis(300), Duration.ofMillis(500), 1, List.of(),
                    Optional.empty()), Progress.NONE);
            assertThat(seen(report).amount("connections", -1)).isEqualTo(VIEWERS);
            assertThat(report.section("http-flv 2").orElseThrow().amount("connections", -1))
                    .isEqualTo(3);
        }
    }

    @Test
    void theyComeAtTheRateThatThePlanSays() throws Exception {
        try (FlvServer server = new FlvServer()) {
            Target target = Target.parse(server.url());
            CompletableFuture<Report> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(CrowdPlan.of(target, VIEWERS, 10), 500);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            while (server.accepted.get() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MILLISECONDS.sleep(1_050);
            assertThat(server.accepted.get()).isBetween(8, 14);
            assertThat(seen(running.get(20, TimeUnit.SECONDS)).amount("connections", -1))
                    .isEqualTo(VIEWERS);
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

    /// One of five measures latency and is read at once; what the others get is the same.
    @ParameterizedTest
    @ValueSource(ints = {100, 20_000})
    void whoIsReadInRoundsGetsWhatOthersGet(int pictureBytes) throws Exception {
        try (FlvServer server = new FlvServer()) {
            server.pictureBytes = pictureBytes;
            Target target = Target.parse(server.url());
            CrowdPlan plain = CrowdPlan.of(target, VIEWERS, 500);
            Section seen = seen(run(new CrowdPlan(target, VIEWERS, 500, Duration.ZERO,
                    Duration.ZERO, plain.stall(), plain.gap(), 0, 0, 5, Duration.ofMillis(300),
                    CrowdPlan.Style.SEGMENTS, false), 2_000));
            assertThat(seen.amount("errors", -1)).as(seen.toString()).isZero();
            assertThat(seen.amount("playing_at_the_end", -1)).isEqualTo(VIEWERS);
            assertThat(seen.amount("stalls", -1)).isZero();
            // Of the others, up to a round before the end is not yet read.
            assertThat(seen.amount("delivered_messages", -1)).isGreaterThan(VIEWERS * 75)
                    .isEqualTo(seen.amount("expected_messages", -1));
        }
    }

    @Test
    void whoIsReadInRoundsHearsOfTheEnd() throws Exception {
        try (FlvServer server = new FlvServer()) {
            server.picturesMax = 60;
            Target target = Target.parse(server.url());
            CrowdPlan plain = CrowdPlan.of(target, VIEWERS, 500);
            Section seen = seen(run(new CrowdPlan(target, VIEWERS, 500, Duration.ZERO,
                    Duration.ZERO, plain.stall(), plain.gap(), 0, 0, 5, Duration.ofMillis(300),
                    CrowdPlan.Style.SEGMENTS, false), 2_500));
            assertThat(seen.amount("error_closed_by_the_server", -1)).isEqualTo(VIEWERS);
            assertThat(seen.amount("playing_at_the_end", -1)).isZero();
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
