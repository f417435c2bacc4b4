package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class AgreedClockTest {

    private final FakeClock own = new FakeClock();
    private final AgreedClock agreed = new AgreedClock(own);

    @Test
    void aClockThatIsAnHourAheadIsPutRight() {
        long right = own.wallMs();
        own.jumpWallMs(3_600_000);
        agreed.agree(-3_600_000);
        assertThat(agreed.wallMs()).isEqualTo(right);
        assertThat(agreed.monotonicNs()).isEqualTo(own.monotonicNs());
    }

    @Test
    void whatAMedianWobblesByMovesNothing() {
        agreed.agree(-3_600_000);
        agreed.agree(1_999);
        assertThat(agreed.wallMs()).isEqualTo(own.wallMs());
    }
}
