package io.freshet.cluster.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Silence is judged by one's own clock, and only when it means something.
final class MembershipTest {

    private static final long SECOND = 1_000_000_000L;

    private final Membership members = new Membership("a", 3 * SECOND, 5 * SECOND);
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<Happening> said = new ArrayList<>();
    private long now;

    private void join(String... ids) {
        for (String id : ids) {
            members.record(record(id, NodeState.READY), now);
        }
        members.engine(true, now);
    }

    private static NodeRecord record(String id, NodeState state) {
        return new NodeRecord(id, 1, Set.of(Role.EDGE), new Place("eu", ""), Map.of(),
                new Capacity(1, 0), "", state);
    }

    private void beat(String id, long wallMs) {
        said.addAll(members.heard(new Heartbeat(id, 1, numbers.merge(id, 1L, Long::sum), wallMs,
                NodeLoad.NONE), now, 0));
    }

    /// Seconds pass in which these are heard of.
    private void pass(int seconds, String... heard) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            for (String id : heard) {
                beat(id, 0);
            }
            said.addAll(members.tick(now));
        }
    }

    @Test
    void oneThatIsSilentForThreeSecondsIsSuspectedAndReturns() {
        join("a", "b", "c", "d");
        pass(6, "a", "b", "c", "d");
        pass(2, "a", "c", "d");
        assertThat(members.isGone("b")).isFalse();
        pass(1, "a", "c", "d");
        assertThat(said).containsExactly(new Happening.Suspected("b"));
        assertThat(members.isGone("b")).isTrue();
        assertThat(members.find("b").orElseThrow().health()).isEqualTo(Health.SUSPECT);
        pass(1, "a", "b", "c", "d");
        assertThat(said).contains(new Happening.Returned("b"));
        assertThat(members.isGone("b")).isFalse();
    }

    @Test
    void nobodyIsJudgedForFiveSecondsAfterTheEngineIsBack() {
        join("a", "b", "c", "d");
        pass(6, "a", "b", "c", "d");
        members.engine(false, now);
        pass(60);
        assertThat(said).isEmpty();
        members.engine(true, now);
        pass(4, "a", "c", "d");
        assertThat(said).isEmpty();
        pass(1, "a", "c", "d");
        assertThat(said).containsExactly(new Happening.Suspected("b"));
    }

    @Test
    void nobodyIsJudgedWhileMoreThanHalfFellSilentAtOnce() {
        join("a", "b", "c", "d", "e");
        pass(6, "a", "b", "c", "d", "e");
        pass(20, "a", "b");
        assertThat(said).containsExactly(new Happening.NobodyJudged(3, 5));
        assertThat(members.isGone("c")).isFalse();
        pass(3, "a", "b", "c", "d");
        assertThat(said).contains(new Happening.Suspected("e"));
        assertThat(members.isGone("c")).isFalse();
    }

    @Test
    void whoStaysSilentForHalfAMinuteIsGoneEvenIfTheyAreMany() {
        join("a", "b", "c");
        pass(6, "a", "b", "c");
        pass(40, "a");
        assertThat(members.isGone("b")).isTrue();
        assertThat(members.isGone("c")).isTrue();
    }

    @Test
    void whoDoesNotHearItselfJudgesNobody() {
        join("a", "b", "c", "d");
        pass(6, "a", "b", "c", "d");
        pass(30, "b", "c");
        assertThat(said).isEmpty();
    }

    @Test
    void ofTwoOneCanBeMissed() {
        join("a", "b");
        pass(6, "a", "b");
        pass(4, "a");
        assertThat(said).containsExactly(new Happening.Suspected("b"));
    }

    @Test
    void whoIsUnknownHasNotLeftAsLongAsRecordsMayBeMissing() {
        assertThat(members.isGone("b")).isFalse();
        members.engine(true, now);
        assertThat(members.isGone("b")).isTrue();
        members.engine(false, now);
        assertThat(members.isGone("b")).isFalse();
        assertThat(members.hasLeft("b")).isFalse();
    }

    @Test
    void whoHasStoppedInGoodOrderIsGoneAndNobodyIsAlarmed() {
        join("a", "b", "c");
        pass(6, "a", "b", "c");
        members.record(record("b", NodeState.STOPPED), now);
        pass(6, "a", "c");
        assertThat(said).isEmpty();
        assertThat(members.hasLeft("b")).isTrue();
        assertThat(members.hasLeft("nobody")).isTrue();
    }

    @Test
    void aBeatThatCameLateOrTwiceDoesNotCount() {
        join("a", "b", "c");
        Heartbeat old = new Heartbeat("b", 1, 1, 0, NodeLoad.NONE);
        pass(8, "a", "b", "c");
        for (int i = 0; i < 4; i++) {
            pass(1, "a", "c");
            members.heard(old, now, 0);
        }
        assertThat(members.isGone("b")).isTrue();
    }

    @Test
    void aClockThatIsOffByAnHourMovesNothingAndIsTold() {
        join("a", "b", "c", "d", "e");
        for (int i = 0; i < 5; i++) {
            assertThat(said).isEmpty();
            now += SECOND;
            beat("a", 0);
            beat("b", 40);
            beat("c", 60);
            beat("d", 3_600_000);
            beat("e", 80);
        }
        assertThat(members.clockOffsetMs()).isEqualTo(60);
        assertThat(said).containsExactly(new Happening.ClockOff("d", 3_600_000 - 60));
        beat("d", 100);
        assertThat(said).last().isEqualTo(new Happening.ClockRight("d"));
    }

    @Test
    void beatsThatComeLateWhileANodeStartsAreNoClocksFault() {
        join("a", "b", "c");
        for (int late = 4; late > 0; late--) {
            now += SECOND;
            beat("a", 0);
            beat("b", -3_000L * late);
            beat("c", -2_900L * late);
        }
        for (int i = 0; i < 10; i++) {
            now += SECOND;
            beat("a", 0);
            beat("b", 5);
            beat("c", 10);
        }
        assertThat(said).isEmpty();
    }
}
