package io.freshet.control.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.quality.CaptureClock.Source;
import io.freshet.live.FlushInterval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A picture's age is told from a clock that is off.
class CaptureClockTest {

    /// 2026-11-21T10:00:00Z
    private static final long NOW_MS = 1_795_255_200_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final long TEN_O_CLOCK_MS = 10 * HOUR_MS;

    private final CaptureClock clock = new CaptureClock();

    private List<String> found() {
        return of(Deliveries.Now.NONE, Optional.empty()).stream().map(Finding::code).toList();
    }

    private List<Finding> of(Deliveries.Now delivered, Optional<Probed> probed) {
        return LatencyRules.of(new Latency(clock.now(), delivered, probed),
                FlushInterval.IMMEDIATE);
    }

    @Test
    void aClockOfTheEpochTellsTheAge() {
        clock.epoch(NOW_MS - 1_200, NOW_MS);
        assertThat(clock.now().isGood()).isTrue();
        assertThat(clock.now().latencyMs()).isEqualTo(1_200);
        assertThat(found()).isEmpty();
    }

    @Test
    void aLittleAheadIsNoAge() {
        clock.epoch(NOW_MS + 1_500, NOW_MS);
        assertThat(clock.now().isGood()).isTrue();
        assertThat(clock.now().latencyMs()).isZero();
    }

    @Test
    void muchIsFoundAndSaid() {
        clock.epoch(NOW_MS - 6_100, NOW_MS);
        assertThat(found()).containsExactly("capture-late");
        assertThat(of(Deliveries.Now.NONE, Optional.empty()).getFirst().text())
                .isEqualTo("pictures are 6.1 s old when they come");
    }

    @ParameterizedTest
    @ValueSource(longs = {3 * HOUR_MS, -HOUR_MS, 61_000, -2_001, 24 * HOUR_MS * 9_000})
    void aClockThatIsOffIsNoLatency(long behindMs) {
        clock.epoch(NOW_MS - behindMs, NOW_MS);
        assertThat(clock.now().word()).isEqualTo("off");
        assertThat(clock.now().isGood()).isFalse();
        assertThat(clock.now().latencyMs()).isEqualTo(behindMs);
        assertThat(new Latency(clock.now(), new Deliveries.Now(3, 500), Optional.empty())
                .ingestMs()).isEqualTo(-1);
        assertThat(found()).containsExactly("clock-off");
    }

    @Test
    void aClockThatIsSetRightCountsAtOnce() {
        clock.epoch(NOW_MS - 3 * HOUR_MS, NOW_MS);
        clock.epoch(NOW_MS - 800, NOW_MS);
        assertThat(clock.now().latencyMs()).isEqualTo(800);
    }

    /// Delhi, Kathmandu, New York, the Chathams.
    @ParameterizedTest
    @ValueSource(longs = {0, 330, 345, -300, 765, -720, 840})
    void aTimeOfTheDayMayBeOfAnyZone(long zoneMinutes) {
        long dayMs = Math.floorMod(TEN_O_CLOCK_MS + zoneMinutes * 60_000 - 2_500, 24 * HOUR_MS);
        clock.dayTime(Source.TIMECODE, dayMs, NOW_MS);
        assertThat(clock.now().isGood()).isTrue();
        assertThat(clock.now().latencyMs()).isEqualTo(2_500);
    }

    @Test
    void theTimeOfATapeIsNone() {
        clock.dayTime(Source.SCRIPT, HOUR_MS + 420_000, NOW_MS);
        assertThat(clock.now().word()).isEqualTo("none");
        assertThat(found()).isEmpty();
    }

    @Test
    void aClockOfTheEpochIsBelievedBeforeATimeOfTheDay() {
        clock.epoch(NOW_MS - 1_000, NOW_MS);
        clock.dayTime(Source.SCRIPT, TEN_O_CLOCK_MS - 30_000, NOW_MS);
        assertThat(clock.now().origin()).isEqualTo("sei");
        assertThat(clock.now().latencyMs()).isEqualTo(1_000);
    }

    @Test
    void whoStopsToSayIsNotKnownAnyMore() {
        clock.epoch(NOW_MS - 1_000, NOW_MS);
        clock.second(NOW_MS + 9_000);
        assertThat(clock.now().isGood()).isTrue();
        clock.second(NOW_MS + 11_000);
        assertThat(clock.now().word()).isEqualTo("none");
    }

    @Test
    void aLoopThatIsLateIsFoundButNotForTheWaitThatWasAskedFor() {
        assertThat(of(new Deliveries.Now(1_700, 500), Optional.empty()))
                .extracting(Finding::code).containsExactly("delivery-late");
        assertThat(of(new Deliveries.Now(350, 500), Optional.empty())).isEmpty();
    }

    @Test
    void whatTheNodeFoundWhenItWatchedItselfIsSaidWhereItIsMuch() {
        assertThat(of(Deliveries.Now.NONE, Optional.of(new Probed(1_300, 700, NOW_MS))))
                .extracting(Finding::code).containsExactly("probe-late");
        assertThat(of(Deliveries.Now.NONE, Optional.of(new Probed(40, 2_700, NOW_MS)))).isEmpty();
    }
}
