package io.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PatienceTest {

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksUntilItHolds() {
        Patience.until("the third look", () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
    }

    @Test
    void saysWhatDidNotCome() {
        assertThatThrownBy(() -> Patience.until("godot", Duration.ofMillis(30), () -> false))
                .isInstanceOf(AssertionError.class).hasMessageEndingWith("ms for godot");
    }

    @Test
    void aLookDuringWhichTheMachineStoodStillCountsLittle() {
        Patience.until("the second look", Duration.ofMillis(150),
                () -> looksFor(300) == 2);
        assertThat(looks).hasValue(2);
    }

    @Test
    void slowLooksEndByTheClock() {
        assertThatThrownBy(() -> Patience.until("godot", Duration.ofMillis(450),
                () -> looksFor(600) < 0)).isInstanceOf(AssertionError.class);
        assertThat(looks).as("six by their number").hasValueLessThan(6);
    }

    private int looksFor(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return looks.incrementAndGet();
    }
}
