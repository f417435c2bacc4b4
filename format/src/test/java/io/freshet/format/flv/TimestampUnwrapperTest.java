package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimestampUnwrapperTest {

    private static final long TOP_24 = 1L << 24;
    private static final long TOP_32 = 1L << 32;

    @Test
    void beginsWhereTheSourceDoes() {
        assertThat(unwrapped(5000, 5040)).containsExactly(5000, 5040);
    }

    @Test
    void goesOnAtThirtyTwoBits() {
        assertThat(unwrapped(TOP_32 - 20, TOP_32 - 1, 19, 5, 40))
                .containsExactly(TOP_32 - 20, TOP_32 - 1, TOP_32 + 19, TOP_32 + 5, TOP_32 + 40);
    }

    @Test
    void goesOnAtTwentyFourBitsForEncodersThatWriteNoMore() {
        assertThat(unwrapped(TOP_24 - 20, TOP_24 - 1, 19, 40))
                .containsExactly(TOP_24 - 20, TOP_24 - 1, TOP_24 + 19, TOP_24 + 40);
    }

    @Test
    void goesBackForAudioThatLagsBehindTheWrap() {
        assertThat(unwrapped(TOP_24 - 20, 5, TOP_24 - 10, 15))
                .containsExactly(TOP_24 - 20, TOP_24 + 5, TOP_24 - 10, TOP_24 + 15);
    }

    @Test
    void wrapsAtTwentyFourBitsAgainAndAgain() {
        assertThat(unwrapped(TOP_24 - 1, 1, TOP_24 / 2, TOP_24 - 1, 1))
                .containsExactly(TOP_24 - 1, TOP_24 + 1, TOP_24 + TOP_24 / 2, 2 * TOP_24 - 1,
                        2 * TOP_24 + 1);
    }

    @Test
    void passesTwentyFourBitsForEncodersThatWriteThirtyTwo() {
        assertThat(unwrapped(TOP_24 - 20, TOP_24 + 20)).containsExactly(TOP_24 - 20, TOP_24 + 20);
    }

    @Test
    void passesOtherStepsOn() {
        assertThat(unwrapped(600_000, 0, 700_000)).containsExactly(600_000, 0, 700_000);
    }

    @Test
    void placesScriptMessagesStampedZeroBesideTheirNeighbours() {
        TimestampUnwrapper timestamps = new TimestampUnwrapper(0);
        assertThat(timestamps.near(7)).isEqualTo(7);
        timestamps.unwrap(600_000);

        assertThat(timestamps.near(0)).isEqualTo(600_000);
        assertThat(timestamps.near(600_040)).isEqualTo(600_040);
        assertThat(timestamps.unwrap(600_080)).isEqualTo(600_080);
    }

    private static long[] unwrapped(long... raw) {
        TimestampUnwrapper timestamps = new TimestampUnwrapper(0);
        return LongStream.of(raw).map(timestamps::unwrap).toArray();
    }
}
