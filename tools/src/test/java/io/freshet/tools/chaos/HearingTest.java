package io.freshet.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.Mark;
import io.freshet.media.Timestamp;
import io.freshet.tools.chaos.Succession.Bounds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HearingTest {

    private static final long MS = 1_000_000;

    private final Hearing hearing = new Hearing();
    private long nowNs = -5_000 * MS;

    private static Mark.Cut cut(long token, long number, long startMs) {
        return new Mark.Cut(7, number, new Timestamp(startMs, 1000), 2, 0, false, 0, Map.of(), 0,
                token, false);
    }

    private void heard(String node, long token, long number) {
        hearing.heard(node, cut(token, number, 2_000 * number), nowNs);
    }

    private List<String> faults(Bounds bounds) {
        return hearing.succession(bounds, nowNs).faults();
    }

    private void after(long ms) {
        nowNs += ms * MS;
    }

    @Test
    void oneLeaderAfterTheOtherIsGood() {
        heard("edge-1", 5, 10);
        heard("edge-2", 5, 10);
        after(2_000);
        heard("edge-1", 9, 11);
        after(300);
        heard("edge-2", 9, 11);
        Succession seen = hearing.succession(Bounds.SEVERAL, nowNs);
        assertThat(seen.faults()).isEmpty();
        assertThat(seen.tokens()).containsExactly(5L, 9L);
        assertThat(seen.readers()).isEqualTo(2);
        assertThat(seen.cuts()).isEqualTo(4);
        assertThat(seen.staleMs()).isZero();
    }

    @Test
    void noReaderGoesBackToALeaderOfBefore() {
        heard("edge-1", 9, 10);
        heard("edge-1", 5, 11);
        heard("edge-1", 9, 12);
        assertThat(faults(Bounds.MAYBE)).containsExactly("edge-1 went back to token 5 after 9");
    }

    @ParameterizedTest
    @CsvSource({"900, true", "1100, false"})
    void whenTheNextOneIsHeardTheLastOneFallsSilent(long lateMs, boolean good) {
        heard("edge-1", 9, 10);
        after(lateMs);
        heard("origin-1", 5, 10);
        heard("origin-1", 9, 11);
        Succession seen = hearing.succession(Bounds.SEVERAL, nowNs);
        assertThat(seen.isGood()).isEqualTo(good);
        assertThat(seen.staleMs()).isEqualTo(lateMs);
    }

    @Test
    void aFormerLeaderThatSaysItLeadsIsHeardAsWell() {
        hearing.claimed("origin-1", 5, nowNs);
        heard("edge-1", 9, 10);
        after(1_100);
        hearing.claimed("origin-1", 5, nowNs);
        assertThat(faults(Bounds.MAYBE)).containsExactly(
                "origin-1 led under token 5 when 9 had been heard");
    }

    @Test
    void whoeverLeadsUnderTheSameTokenCutsDifferently() {
        hearing.heard("edge-1", cut(5, 10, 20_000), nowNs);
        hearing.heard("edge-2", cut(5, 10, 20_040), nowNs);
        assertThat(faults(Bounds.ONE)).containsExactly(
                "two leaders under token 5: segment 10 was cut differently at edge-2");
    }

    @Test
    void oneTokenIsClaimedByOneNode() {
        heard("edge-1", 5, 10);
        hearing.claimed("origin-1", 5, nowNs);
        hearing.claimed("origin-2", 5, nowNs);
        assertThat(faults(Bounds.ONE)).containsExactly(
                "two leaders under token 5: origin-1 and origin-2");
    }

    @Test
    void nobodyTakesOverWithoutAReasonAndSomebodyDoesWithOne() {
        heard("edge-1", 5, 10);
        assertThat(faults(Bounds.SEVERAL)).containsExactly("only 1 leaders were heard");
        heard("edge-1", 9, 11);
        assertThat(faults(Bounds.ONE)).containsExactly("2 leaders were heard");
    }

    @Test
    void whoComesBackFollows() {
        heard("origin-1", 5, 10);
        after(8_000);
        heard("edge-1", 9, 14);
        assertThat(faults(Bounds.returned("origin-1"))).containsExactly(
                "origin-1 did not come back as a follower");
        heard("origin-1", 9, 14);
        assertThat(faults(Bounds.returned("origin-1"))).isEmpty();
    }

    @Test
    void inTheEndAllHearTheNewestLeader() {
        heard("edge-1", 5, 10);
        heard("edge-2", 9, 10);
        assertThat(faults(Bounds.SEVERAL)).containsExactly("edge-1 was not heard under token 9");
    }

    @Test
    void whoHearsNothingHasSeenNoLeader() {
        assertThat(faults(Bounds.ONE)).containsExactly("only 0 leaders were heard");
    }
}
