package io.freshet.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "90000, 90000, 1000, 1000",
        "1, 90000, 1000, 0",
        "-1, 90000, 1000, -1",
        "1024, 44100, 90000, 2089",
        // Epoch time of 2026 in 90 kHz ticks does not overflow on the way to nanoseconds / 10.
        "160704000000000, 90000, 100000000, 178560000000000000",
    })
    void movesToAnotherClockRoundingTowardsThePast(long ticks, int from, int to, long expected) {
        assertThat(new Timestamp(ticks, from).on(to)).isEqualTo(new Timestamp(expected, to));
    }
}
