package io.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoopLoadTest {

    private static final long MS = 1_000_000L;
    private static final LoadLimits LIMITS = new LoadLimits(Duration.ofMillis(100),
            Duration.ofMillis(200), Duration.ofMillis(50), 32);

    private int connections = 32;
    private final FakeClock clock = new FakeClock();
    private final List<String> changes = new ArrayList<>();
    private final LoopLoad load = new LoopLoad(LIMITS, () -> this.connections, this::note);

    private void note(Pressure before) {
        changes.add(before + " to " + this.load.pressure());
    }

    @BeforeEach
    void warmUp() {
        load.late(clock.monotonicNs(), clock.monotonicNs());
        clock.advanceMs(LoopLoad.WARMING_NS / MS);
    }

    /// For `ms`, something every 20 ms that is `lateMs` late.
    private void goOn(int ms, int lateMs) {
        for (int done = 0; done < ms; done += 20) {
            clock.advanceMs(20);
            load.late(clock.monotonicNs() - lateMs * MS, clock.monotonicNs());
        }
    }

    /// The loop does nothing for so long, and then what was due all the while.
    private void stall(int ms) {
        clock.advanceMs(ms);
        load.late(clock.monotonicNs() - ms * MS, clock.monotonicNs());
    }

    @Test
    void halfASecondOfLatenessFillsIt() {
        goOn(1000, 1);
        assertThat(load.pressure()).isEqualTo(Pressure.NORMAL);
        goOn(40, 250);
        assertThat(load.pressure()).isEqualTo(Pressure.NORMAL);
        goOn(400, 250);
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
        assertThat(load.lagNs()).isBetween(200 * MS, 250 * MS);
    }

    @Test
    void onePauseSaysLittle() {
        goOn(1000, 1);
        stall(300);
        goOn(1000, 1);
        assertThat(changes).isEmpty();
    }

    @Test
    void pauseAfterPauseFillsIt() {
        for (int i = 0; i < 4; i++) {
            stall(500);
        }
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
    }

    /// A container that has used up its share of each 100 ms of the processor.
    @Test
    void quotaThatStopsItInEveryPeriodIsSeen() {
        for (int period = 0; period < 10; period++) {
            goOn(20, 0);
            stall(80);
        }
        assertThat(load.lagNs()).isBetween(60 * MS, 80 * MS);
        assertThat(load.pressure()).isEqualTo(Pressure.NORMAL);
        for (int period = 0; period < 10; period++) {
            goOn(20, 100);
            stall(160);
        }
        assertThat(load.pressure()).isEqualTo(Pressure.BUSY);
        assertThat(load.isPressed()).isTrue();
    }

    @Test
    void itIsRelievedAfterTwoCalmSeconds() {
        goOn(1000, 300);
        goOn(800, 10);
        assertThat(load.lagNs()).isLessThan(50 * MS);
        goOn(1400, 10);
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
        goOn(1000, 10);
        assertThat(changes).containsExactly("NORMAL to FULL", "FULL to NORMAL");
    }

    @Test
    void betweenTheLimitsItStaysWhatItIs() {
        goOn(5000, 80);
        assertThat(changes).isEmpty();
        goOn(5000, 150);
        assertThat(changes).containsExactly("NORMAL to BUSY");
        goOn(5000, 80);
        assertThat(load.pressure()).isEqualTo(Pressure.BUSY);
        goOn(5000, 250);
        goOn(5000, 80);
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
        assertThat(changes).containsExactly("NORMAL to BUSY", "BUSY to FULL");
    }

    @Test
    void alarmWithinCalmStartsItAnew() {
        goOn(1000, 300);
        goOn(2000, 10);
        goOn(1000, 60);
        goOn(2000, 10);
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
        goOn(1000, 10);
        assertThat(load.pressure()).isEqualTo(Pressure.NORMAL);
    }

    @Test
    void longSilenceIsForgotten() {
        goOn(1000, 300);
        clock.advanceMs(60_000);
        goOn(200, 0);
        assertThat(load.lagNs()).isZero();
    }

    @Test
    void clocksMayCountFromBelowZero() {
        LoopLoad early = new LoopLoad(LIMITS, () -> this.connections, this::note);
        early.late(-50_000 * MS, -50_000 * MS);
        early.late(-5_000 * MS, -4_000 * MS);
        assertThat(early.pressure()).isEqualTo(Pressure.FULL);
        early.late(-1_000 * MS, -1_000 * MS);
        assertThat(early.lagNs()).isZero();
    }

    @Test
    void whoHasJustStartedIsNeverFull() {
        LoopLoad cold = new LoopLoad(LIMITS, () -> this.connections, this::note);
        cold.late(0, 0);
        cold.late(0, 19_900 * MS);
        assertThat(cold.lagNs()).isEqualTo(19_900 * MS);
        assertThat(cold.pressure()).isEqualTo(Pressure.NORMAL);
        cold.late(15_000 * MS, 20_000 * MS);
        assertThat(cold.pressure()).isEqualTo(Pressure.FULL);
    }

    /// They may come long after the start, and run code that nobody has run before.
    @Test
    void itsFirstViewersDoNotFillIt() {
        connections = 0;
        LoopLoad idle = new LoopLoad(LIMITS, () -> this.connections, this::note);
        idle.late(0, 0);
        idle.late(3_600_000 * MS, 3_600_000 * MS);
        connections = 100;
        idle.late(3_600_000 * MS, 3_601_000 * MS);
        idle.late(3_601_000 * MS, 3_605_900 * MS);
        assertThat(idle.pressure()).isEqualTo(Pressure.NORMAL);
        idle.late(3_605_900 * MS, 3_606_900 * MS);
        assertThat(idle.pressure()).isEqualTo(Pressure.FULL);
        connections = 0;
        idle.late(3_610_000 * MS, 3_610_000 * MS);
        connections = 100;
        idle.late(3_610_000 * MS, 3_611_000 * MS);
        assertThat(idle.pressure()).isEqualTo(Pressure.FULL);
    }

    @Test
    void whoServesFewIsNeverFull() {
        connections = 31;
        goOn(3000, 300);
        assertThat(changes).isEmpty();
        connections = 32;
        goOn(200, 300);
        assertThat(load.pressure()).isEqualTo(Pressure.FULL);
        connections = 10;
        goOn(2200, 300);
        assertThat(load.pressure()).isEqualTo(Pressure.NORMAL);
    }

    @Test
    void earlyIsNotLate() {
        load.late(500 * MS, 100 * MS);
        load.late(190 * MS, 170 * MS);
        assertThat(load.lagNs()).isZero();
    }

    @Test
    void switchedOffItMeasuresAlone() {
        LoopLoad off = new LoopLoad(LoadLimits.OFF, () -> 1000, this::note);
        off.late(0, 60_000 * MS);
        assertThat(off.lagNs()).isGreaterThan(400 * MS);
        assertThat(off.pressure()).isEqualTo(Pressure.NORMAL);
        assertThat(changes).isEmpty();
    }

    @Test
    void limitsMustNotFall() {
        assertThatThrownBy(() -> new LoadLimits(Duration.ofMillis(100), Duration.ofMillis(90),
                Duration.ofMillis(50), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoadLimits(Duration.ofMillis(100), Duration.ofMillis(200),
                Duration.ofMillis(101), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
