package io.freshet.format.bits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameRateTest {

    @Test
    void roundsToTheNearest() {
        assertThat(FrameRate.perKilosecond(60_000, 2 * 1001)).isEqualTo(29_970);
        assertThat(FrameRate.perKilosecond(24_000, 1001)).isEqualTo(23_976);
        assertThat(FrameRate.perKilosecond(50, 1)).isEqualTo(50_000);
    }

    @Test
    void doesNotBelieveTimeBasesAndZeros() {
        assertThat(FrameRate.perKilosecond(180_000, 2)).isZero();
        assertThat(FrameRate.perKilosecond(0, 1)).isZero();
        assertThat(FrameRate.perKilosecond(1, 0)).isZero();
        assertThat(FrameRate.perKilosecond(1, 0xFFFF_FFFFL)).isZero();
        assertThat(FrameRate.perKilosecond(0xFFFF_FFFFL, 0x1_FFFF_FFFEL)).isEqualTo(500);
    }
}
