package io.freshet.cluster.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterOptions.Shape;
import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.Relays.Admission;
import io.freshet.cluster.tree.Carriage.Wish;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A node keeps the tree sound by what it knows of itself.
final class CarriageTest {

    private static final TreeOptions SMALL = new TreeOptions(Shape.TREE, 2, 3);
    private static final Candidate LEADER = new Candidate("l", "eu", true);
    private static final long SECOND = 1_000_000_000L;

    private final Set<String> closed = new HashSet<>();
    private final Carriage carriage = new Carriage("eu", SMALL);

    private static Wish wish(String node) {
        return new Wish(node, "eu", 9, "");
    }

    private Admission admit(Wish wish, long nowNs) {
        return carriage.admit(wish, closed::contains, nowNs);
    }

    @Test
    void theLeaderIsLevelZeroAndItsChildrenOne() {
        carriage.lead();
        assertThat(admit(wish("x"), 0)).isEqualTo(new Admission.Admitted(1, 1));
        assertThat(carriage.level()).isZero();
    }

    @Test
    void whoIsShutLetsAllGoAndAStreamThatBeginsThereStillDoes() {
        carriage.lead();
        admit(wish("x"), 0);
        carriage.shut();
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(admit(wish("x"), 0)).isEqualTo(new Admission.Admitted(2, 1));
    }

    /// Its relay stays open, so it is never told again that the stream comes in: a node that was
    /// evicted and taken back refused everybody, and its leader sent everybody there.
    @Test
    void whoIsShutAndOpensAgainServesWhatStillComesIn() {
        carriage.fed(LEADER, 1);
        admit(wish("x"), 0);
        carriage.shut();
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(admit(wish("x"), 0)).isEqualTo(new Admission.Admitted(2, 2));
    }

    @Test
    void whoHasNothingLetsNobodyIn() {
        assertThat(admit(wish("x"), 0)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void whoHasChildrenTakesNoHigherLevel() {
        assertThat(carriage.fed(LEADER, 1)).isTrue();
        admit(wish("x"), 0);
        carriage.unfed(0);
        assertThat(carriage.levelMax()).isEqualTo(1);
        assertThat(carriage.fed(new Candidate("y", "eu", false), 2)).isFalse();
        assertThat(carriage.fed(new Candidate("y", "eu", false), 1)).isTrue();
    }

    @Test
    void whoFindsNothingForTwoSecondsLetsItsChildrenGo() {
        carriage.fed(LEADER, 1);
        admit(wish("x"), 0);
        carriage.unfed(SECOND);
        carriage.expire(2 * SECOND);
        assertThat(carriage.takeDropped()).isEmpty();
        carriage.expire(3 * SECOND);
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(carriage.levelMax()).isEqualTo(3);
    }

    @Test
    void nobodyIsTooDeep() {
        carriage.fed(new Candidate("p", "eu", false), 3);
        assertThat(admit(wish("x"), 0)).isInstanceOf(Admission.Refused.class);
        assertThat(new Carriage("eu", SMALL).fed(new Candidate("p", "eu", false), 4)).isFalse();
    }

    @Test
    void oneWhoMustNotGoDeeperIsRefused() {
        carriage.fed(LEADER, 1);
        assertThat(admit(new Wish("x", "eu", 1, ""), 0))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void whoIsPulledFromCannotPull() {
        carriage.fed(new Candidate("p", "eu", false), 1);
        assertThat(admit(wish("p"), 0)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void whatIsTooMuchIsSentToAChild() {
        carriage.lead();
        admit(wish("x"), 0);
        admit(wish("y"), 0);
        assertThat(((Admission.Redirect) admit(wish("z"), 0)).node()).isIn("x", "y");
        assertThat(admit(wish("x"), 0)).isEqualTo(new Admission.Admitted(3, 1));
        assertThat(carriage.takeDropped()).containsExactly(1L);
    }

    @Test
    void anotherRegionGetsOneCopy() {
        carriage.lead();
        assertThat(admit(new Wish("u1", "us", 9, ""), 0))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(admit(new Wish("u2", "us", 9, ""), 0))
                .isEqualTo(new Admission.Redirect("u1"));
        carriage.released(1);
        assertThat(admit(new Wish("u2", "us", 9, ""), 0))
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void oneThatItsNeighboursDoNotReachIsReplacedNotTooOften() {
        carriage.lead();
        admit(new Wish("u1", "us", 9, ""), 0);
        assertThat(admit(new Wish("u2", "us", 9, "u1"), SECOND))
                .isEqualTo(new Admission.Admitted(2, 1));
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(admit(new Wish("u1", "us", 9, "u2"), 2 * SECOND))
                .isEqualTo(new Admission.Redirect("u2"));
    }

    @Test
    void onlyTheLeaderServesOtherRegions() {
        carriage.fed(LEADER, 1);
        assertThat(admit(new Wish("u1", "us", 9, ""), 0))
                .isEqualTo(new Admission.Redirect("l"));
    }

    @Test
    void whoLeadsNoMoreLetsAllGo() {
        carriage.lead();
        admit(wish("x"), 0);
        carriage.leave();
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(carriage.isFed()).isFalse();
    }

    @Test
    void nobodyIsSentToANodeThatTakesNobodyNew() {
        carriage.lead();
        admit(wish("x"), 0);
        admit(wish("y"), 0);
        closed.add("x");
        assertThat(admit(wish("z"), 0)).isEqualTo(new Admission.Redirect("y"));
        closed.add("y");
        assertThat(admit(wish("z"), 0)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void theHeadOfARegionThatDrainsGivesItsPlaceToOneThatStays() {
        carriage.lead();
        admit(new Wish("u1", "us", 9, ""), 0);
        closed.add("u1");
        assertThat(admit(new Wish("u2", "us", 9, ""), 0)).isInstanceOf(Admission.Admitted.class);
        assertThat(carriage.takeDropped()).containsExactly(1L);
        assertThat(admit(new Wish("u1", "us", 9, ""), 0))
                .isEqualTo(new Admission.Redirect("u2"));
    }
}
