package io.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnstileTest {

    private static final long MS = 1_000_000L;

    private final Turnstile turnstile = new Turnstile();

    /// How many of those get in who come one after the other, `everyMs`, for `ms`.
    private int letIn(int inside, int everyMs, int ms) {
        int in = 0;
        turnstile.shut(0);
        for (long at = 0; at < ms; at += everyMs) {
            in += turnstile.lets(inside + in, at * MS) ? 1 : 0;
        }
        return in;
    }

    @Test
    void aSixteenthOfThoseInsideComesInASecond() {
        assertThat(letIn(4_800, 1, 1000)).isBetween(295, 310);
    }

    @Test
    void aFewComeInHoweverFewAreInside() {
        assertThat(letIn(0, 1, 1000)).isBetween(38, 41);
    }

    @Test
    void whoComesSeldomWalksThrough() {
        assertThat(letIn(0, 50, 2000)).isEqualTo(39);
    }

    @Test
    void aLongPauseSavesNoPlacesUp() {
        turnstile.shut(0);
        int in = 0;
        while (turnstile.lets(0, 60_000 * MS)) {
            in++;
        }
        assertThat(in).isEqualTo(5);
    }
}
