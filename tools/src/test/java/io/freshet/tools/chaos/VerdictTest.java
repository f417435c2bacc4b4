package io.freshet.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {

    private static Account seen(String viewer, long gapMs, int reopens, long stalledMs) {
        return new Account(viewer, "edge-1", gapMs, reopens, stalledMs > 0 ? 1 : 0, stalledMs, 0,
                0, 0, 0, 0, 100);
    }

    private static List<String> faults(Account seen, boolean struck, int slack) {
        return Verdict.of(seen, Fault.Bounds.EDGE, struck, slack).faults();
    }

    @ParameterizedTest
    @CsvSource({"900, false, 1, true", "1100, false, 1, false", "2400, true, 1, true",
        "2600, true, 1, false", "2900, false, 3, true", "3100, false, 3, false"})
    void aGapIsMeasuredByWhetherItsOwnNodeBroke(long gapMs, boolean struck, int slack,
            boolean good) {
        assertThat(faults(seen("rtmp@1", gapMs, 0, 0), struck, slack).isEmpty()).isEqualTo(good);
    }

    @Test
    void whoseNodeBrokeMayOpenAgainAndOthersMayNot() {
        assertThat(faults(seen("flv@1", 0, 1, 0), true, 1)).isEmpty();
        assertThat(faults(seen("flv@1", 0, 1, 0), false, 1))
                .containsExactly("opened again 1 times");
    }

    @Test
    void playlistsAreJudgedByStallsAndNotByGaps() {
        assertThat(faults(seen("hls@1", 6_000, 0, 0), false, 1)).isEmpty();
        assertThat(faults(seen("ll-hls@1", 0, 0, 10), false, 1))
                .containsExactly("stalled for 0.0 s");
        assertThat(faults(seen("ll-hls@1", 0, 0, 10), true, 1)).isEmpty();
    }

    @Test
    void whatIsLostOrGoesBackIsNeverGood() {
        Account bad = new Account("hls@1", "edge-1", 0, 0, 0, 0, 2, 0, 2, 1, 0, 0);
        assertThat(faults(bad, true, 9)).containsExactly("nothing came", "lost 2 segments",
                "2 discontinuities", "went back 1 times");
    }
}
