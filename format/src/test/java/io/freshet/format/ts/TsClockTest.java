package io.freshet.format.ts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.StreamKey;
import org.junit.jupiter.api.Test;

final class TsClockTest {

    private static final long WRAP = 1L << 33;

    @Test
    void aStreamHasTheSameClockOnEveryNode() {
        // A changed hash would tear every running playlist at an upgrade.
        assertThat(TsClock.of(new StreamKey("live", "show")).offset()).isEqualTo(737_030_105L);
    }

    @Test
    void streamsDoNotWrapTogether() {
        long one = TsClock.of(new StreamKey("live", "a")).offset();
        long other = TsClock.of(new StreamKey("live", "b")).offset();
        assertThat(one).isBetween(0L, WRAP - 1).isNotEqualTo(other);
    }

    @Test
    void stampsHave33Bits() {
        TsClock clock = new TsClock(5);
        assertThat(clock.stamp(0, 90_000)).isEqualTo(5);
        assertThat(clock.stamp(48_000, 48_000)).isEqualTo(90_005);
        assertThat(clock.stamp(WRAP - 6, 90_000)).isEqualTo(WRAP - 1);
        assertThat(clock.stamp(WRAP - 5, 90_000)).isZero();
        assertThat(clock.stamp(-6, 90_000)).isEqualTo(WRAP - 1);
        assertThat(clock.stamp(1_767_225_600L * 48_000, 48_000))
                .isEqualTo((1_767_225_600L * 90_000 + 5) % WRAP);
    }
}
