package io.freshet.cluster.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.heal.Trouble.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every row of the table of [Healing], and what must never happen.
class HealingTest {

    private static final long SECOND = 1_000_000_000L;
    private static final List<Trouble> WEDGED =
            List.of(new Trouble(Part.PACKAGER, "live/show", "the playlist stands still"));

    private final Healing healing = new Healing(HealRules.DEFAULT);
    private final Set<String> nodes = new TreeSet<>(Set.of("n1", "n2", "n3", "n4"));
    private final Set<String> bad = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();
    private final List<Move> last = new ArrayList<>();
    private long nowNs;

    /// Five seconds later all are looked at.
    private List<Move> round() {
        nowNs += 5 * SECOND;
        return keep(healing.round(nodes, nodes.stream().map(node -> silent.contains(node)
                ? new Look(node, false, List.of()) : bad.contains(node)
                ? new Look(node, true, WEDGED) : Look.good(node)).toList(), nowNs));
    }

    private List<Move> keep(List<Move> moves) {
        last.clear();
        last.addAll(moves);
        return moves;
    }

    private Condition condition(String node) {
        return healing.standings(nowNs).stream().filter(each -> each.node().equals(node))
                .findFirst().orElseThrow().condition();
    }

    private Standing standing(String node) {
        return healing.standings(nowNs).stream().filter(each -> each.node().equals(node))
                .findFirst().orElseThrow();
    }

    private <T extends Move> T only(Class<T> kind) {
        List<T> found = last.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).as("%s among %s", kind.getSimpleName(), last).hasSize(1);
        return found.getFirst();
    }

    private void did(long task, boolean good) {
        did("n1", task, good);
    }

    private void did(String node, long task, boolean good) {
        keep(healing.did(node, task, good, good ? "" : "in vain", nowNs));
    }

    private void recovering() {
        bad.add("n1");
        round();
        round();
        did(only(Move.Restart.class).task(), true);
        assertThat(condition("n1")).isEqualTo(Condition.RECOVERING);
    }

    /// Until it is looked at after the restart.
    private void evicted() {
        recovering();
        round();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.EVICTED);
    }

    private void reprovisioning() {
        evicted();
        did(only(Move.Evict.class).task(), true);
        assertThat(condition("n1")).isEqualTo(Condition.REPROVISIONING);
    }

    private void trial() {
        reprovisioning();
        did(only(Move.Reprovision.class).task(), true);
        round();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.TRIAL);
    }

    @Test
    void aBadLookMakesSuspectAndAGoodOneHealthyAgain() {
        bad.add("n1");
        assertThat(round()).containsExactly(new Move.Step("n1", Condition.HEALTHY,
                Condition.SUSPECT, 0, "live/show: the playlist stands still"));
        bad.clear();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
    }

    @Test
    void aSecondBadLookRestartsWhatFails() {
        bad.add("n1");
        round();
        round();
        assertThat(only(Move.Restart.class).troubles()).isEqualTo(WEDGED);
        assertThat(condition("n1")).isEqualTo(Condition.RECOVERING);
    }

    @Test
    void nothingIsJudgedForSevenSecondsAfterARestart() {
        recovering();
        assertThat(round()).isEmpty();
        assertThat(condition("n1")).isEqualTo(Condition.RECOVERING);
    }

    @Test
    void whomTheRestartHelpedIsHealthy() {
        recovering();
        bad.clear();
        round();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
        assertThat(standing("n1").failures()).isZero();
    }

    @Test
    void whomTheRestartDidNotHelpIsEvicted() {
        evicted();
        assertThat(only(Move.Evict.class).why()).contains("stands still");
        assertThat(standing("n1").evicted()).isTrue();
        assertThat(standing("n1").failures()).isEqualTo(1);
    }

    @Test
    void anEvictionThatCannotBeWrittenIsTriedAgain() {
        evicted();
        did(only(Move.Evict.class).task(), false);
        round();
        round();
        assertThat(last).isEmpty();
        round();
        assertThat(only(Move.Evict.class)).isNotNull();
        assertThat(condition("n1")).isEqualTo(Condition.EVICTED);
    }

    @Test
    void whoIsEvictedIsProvidedAnew() {
        reprovisioning();
        assertThat(only(Move.Reprovision.class).node()).isEqualTo("n1");
    }

    @Test
    void whoAnswersAfterThatIsTried() {
        trial();
        assertThat(only(Move.Try.class).node()).isEqualTo("n1");
    }

    @Test
    void whoDoesNotAnswerInTimeIsProvidedAgain() {
        reprovisioning();
        did(only(Move.Reprovision.class).task(), true);
        silent.add("n1");
        IntStream.range(0, 18).forEach(_ -> round());
        assertThat(only(Move.Reprovision.class)).isNotNull();
        assertThat(standing("n1").failures()).isEqualTo(2);
    }

    @Test
    void aProviderThatFailsIsAFailure() {
        reprovisioning();
        did(only(Move.Reprovision.class).task(), false);
        assertThat(condition("n1")).isEqualTo(Condition.REPROVISIONING);
        assertThat(standing("n1").failures()).isEqualTo(2);
    }

    @Test
    void whoPlaysTheTrialIsTakenBackAndHealthy() {
        trial();
        did(only(Move.Try.class).task(), true);
        Move.Resume resume = only(Move.Resume.class);
        assertThat(condition("n1")).isEqualTo(Condition.TRIAL);
        did(resume.task(), true);
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
        assertThat(standing("n1").evicted()).isFalse();
    }

    @Test
    void whoCannotBeTakenBackYetIsTakenBackLater() {
        trial();
        did(only(Move.Try.class).task(), true);
        did(only(Move.Resume.class).task(), false);
        round();
        round();
        round();
        assertThat(only(Move.Resume.class)).isNotNull();
    }

    @Test
    void aTrialThatDoesNotPlayProvidesAgain() {
        trial();
        did(only(Move.Try.class).task(), false);
        assertThat(condition("n1")).isEqualTo(Condition.REPROVISIONING);
    }

    private void givenUp() {
        trial();
        did(only(Move.Try.class).task(), false);
        did(only(Move.Reprovision.class).task(), false);
        bad.clear();
    }

    @Test
    void threeFailuresCallAPersonAndNothingIsTriedAnyMore() {
        givenUp();
        assertThat(last).containsExactly(new Move.Step("n1", Condition.REPROVISIONING,
                Condition.GIVEN_UP, 3, "in vain"));
        IntStream.range(0, 500).forEach(_ -> assertThat(round()).isEmpty());
        assertThat(condition("n1")).isEqualTo(Condition.GIVEN_UP);
        assertThat(standing("n1").evicted()).isTrue();
    }

    @Test
    void aPersonHasAnEvictedNodeTriedAgain() {
        givenUp();
        keep(healing.reset("n1", "ann", nowNs));
        assertThat(only(Move.Step.class).why()).isEqualTo("reset by ann");
        did(only(Move.Try.class).task(), true);
        did(only(Move.Resume.class).task(), true);
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
        assertThat(standing("n1").failures()).isZero();
    }

    @Test
    void nothingIsToBeResetWhereNothingIsWrong() {
        round();
        assertThat(healing.reset("n1", "ann", nowNs)).isEmpty();
        assertThat(healing.reset("nobody", "ann", nowNs)).isEmpty();
    }

    @Test
    void whomOthersTakeBackIsHealthy() {
        reprovisioning();
        assertThat(healing.resumed("n1", nowNs)).as("while it is provided").isEmpty();
        did(only(Move.Reprovision.class).task(), true);
        keep(healing.resumed("n1", nowNs));
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
        assertThat(standing("n1").evicted()).isFalse();
    }

    @Test
    void whoIsNotOutYetCannotBeTakenBack() {
        evicted();
        did(only(Move.Evict.class).task(), false);
        assertThat(healing.resumed("n1", nowNs)).isEmpty();
        assertThat(condition("n1")).isEqualTo(Condition.EVICTED);
    }

    @Test
    void whoFallsIllAgainWithinAMinuteWasNotHealed() {
        recovering();
        bad.clear();
        round();
        round();
        bad.add("n1");
        round();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.EVICTED);
    }

    @Test
    void whoFallsIllAgainLaterIsRestarted() {
        recovering();
        bad.clear();
        IntStream.range(0, 20).forEach(_ -> round());
        bad.add("n1");
        round();
        round();
        assertThat(only(Move.Restart.class)).isNotNull();
    }

    @Test
    void failuresAreForgottenAfterTenMinutesOfHealth() {
        trial();
        did(only(Move.Try.class).task(), true);
        did(only(Move.Resume.class).task(), true);
        bad.clear();
        round();
        assertThat(standing("n1").failures()).isEqualTo(1);
        IntStream.range(0, 120).forEach(_ -> round());
        assertThat(standing("n1").failures()).isZero();
    }

    @Test
    void whenMostFailAtOnceTheProberIsSuspected() {
        bad.addAll(Set.of("n1", "n2", "n3"));
        round();
        assertThat(only(Move.Doubt.class)).isEqualTo(new Move.Doubt(3, 4));
        IntStream.range(0, 100).forEach(_ -> round().forEach(move ->
                assertThat(move).isInstanceOf(Move.Step.class)));
        assertThat(condition("n1")).isEqualTo(Condition.SUSPECT);
        assertThat(healing.isDoubting()).isTrue();
        bad.clear();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.HEALTHY);
    }

    /// Rounds until a person is called, or 200.
    private int roundsUntilLasting() {
        for (int i = 1; i <= 200; i++) {
            if (round().stream().anyMatch(Move.Lasting.class::isInstance)) {
                return i;
            }
        }
        return 0;
    }

    @Test
    void whoIsSuspectForTenMinutesSinceMostFailCallsAPersonOnce() {
        nodes.retainAll(Set.of("n1", "n2"));
        bad.addAll(Set.of("n1", "n2"));
        assertThat(roundsUntilLasting()).isEqualTo(121);
        assertThat(last).contains(new Move.Lasting("n1", Condition.SUSPECT,
                "live/show: the playlist stands still"));
        assertThat(standing("n1").lasting()).isTrue();
        assertThat(roundsUntilLasting()).as("once").isZero();
    }

    @Test
    void whoFallsIllAndGetsWellInTurnCallsAPerson() {
        for (int i = 0; i < 120; i++) {
            bad.clear();
            if (i % 2 == 0) {
                bad.add("n1");
            }
            assertThat(round()).noneMatch(Move.Lasting.class::isInstance);
        }
        bad.clear();
        round();
        assertThat(only(Move.Lasting.class).node()).isEqualTo("n1");
        assertThat(standing("n1").condition()).as("at the moment").isEqualTo(Condition.HEALTHY);
        IntStream.range(0, 10).forEach(_ -> round());
        assertThat(standing("n1").lasting()).as("not yet well for a minute").isTrue();
        round();
        assertThat(standing("n1").lasting()).isFalse();
        assertThat(standing("n1").unwellNs()).isZero();
    }

    @Test
    void whoCannotBeTakenOutCallsAPersonWhenItsProviderCouldHaveBeenDone() {
        evicted();
        for (int i = 0; i < 160; i++) {
            for (Move move : List.copyOf(last)) {
                if (move instanceof Move.Evict evict) {
                    did(evict.task(), false);
                }
            }
            round();
            assertThat(last).noneMatch(Move.Lasting.class::isInstance);
        }
        IntStream.range(0, 20).forEach(_ -> {
            last.stream().filter(Move.Evict.class::isInstance).map(Move.Evict.class::cast)
                    .toList().forEach(evict -> did(evict.task(), false));
            round();
        });
        assertThat(standing("n1").lasting()).isTrue();
    }

    @Test
    void whoIsGivenUpHasCalledAPersonAlready() {
        givenUp();
        assertThat(roundsUntilLasting()).isZero();
        assertThat(standing("n1").unwellNs()).isZero();
    }

    @Test
    void whoIsResetHasTenMinutesAgain() {
        nodes.retainAll(Set.of("n1", "n2"));
        bad.addAll(Set.of("n1", "n2"));
        roundsUntilLasting();
        keep(healing.reset("n1", "ann", nowNs));
        assertThat(standing("n1").lasting()).isFalse();
        assertThat(roundsUntilLasting()).isEqualTo(121);
    }

    @Test
    void anotherOneKnowsForHowLongItHasNotBeenWell() {
        nodes.retainAll(Set.of("n1", "n2"));
        bad.addAll(Set.of("n1", "n2"));
        IntStream.range(0, 100).forEach(_ -> round());
        Healing next = new Healing(HealRules.DEFAULT);
        next.adopt(healing.standings(nowNs), nowNs);
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            nowNs += 5 * SECOND;
            moves.addAll(next.round(nodes, nodes.stream().map(node ->
                    new Look(node, true, WEDGED)).toList(), nowNs));
        }
        assertThat(moves).filteredOn(Move.Lasting.class::isInstance).hasSize(2);
    }

    @Test
    void whoIsRecoveringIsNotEvictedWhileMostFail() {
        recovering();
        bad.addAll(Set.of("n2", "n3"));
        IntStream.range(0, 20).forEach(_ -> round());
        assertThat(condition("n1")).isEqualTo(Condition.RECOVERING);
        assertThat(standing("n1").failures()).isZero();
    }

    @Test
    void aQuarterOfTheNodesMayBeOutAndTheRestIsRestartedUntilAPersonComes() {
        evicted();
        did(only(Move.Evict.class).task(), true);
        bad.add("n2");
        for (int i = 0; i < 30; i++) {
            for (Move move : List.copyOf(round())) {
                if (move instanceof Move.Restart restart) {
                    did("n2", restart.task(), true);
                }
            }
        }
        assertThat(condition("n2")).isEqualTo(Condition.GIVEN_UP);
        assertThat(standing("n2").evicted()).isFalse();
    }

    @Test
    void whoeverIsGivenUpIsEvictedIfOneMayBe() {
        trial();
        did(only(Move.Try.class).task(), false);
        did(only(Move.Reprovision.class).task(), true);
        round();
        round();
        did(only(Move.Try.class).task(), true);
        did(only(Move.Resume.class).task(), true);
        // Two failures so far; the third is a relapse.
        round();
        round();
        assertThat(condition("n1")).isEqualTo(Condition.GIVEN_UP);
        long task = only(Move.Evict.class).task();
        did(task, false);
        round();
        round();
        round();
        did(only(Move.Evict.class).task(), true);
        assertThat(condition("n1")).isEqualTo(Condition.GIVEN_UP);
        assertThat(standing("n1").evicted()).isTrue();
    }

    @Test
    void aNodeAloneIsNeverEvicted() {
        nodes.retainAll(Set.of("n1"));
        bad.add("n1");
        IntStream.range(0, 100).forEach(_ -> round().forEach(move -> assertThat(move)
                .isNotInstanceOf(Move.Evict.class)));
    }

    @Test
    void ofTwoNodesOneMayBeEvicted() {
        nodes.retainAll(Set.of("n1", "n2"));
        evicted();
    }

    @Test
    void aTaskOfWhichNothingIsHeardHasFailed() {
        reprovisioning();
        IntStream.range(0, 60).forEach(_ -> round());
        assertThat(standing("n1").failures()).isEqualTo(2);
    }

    @Test
    void whatBecameOfAnOldTaskIsPassedOver() {
        reprovisioning();
        long old = only(Move.Reprovision.class).task();
        did(old, false);
        long now = only(Move.Reprovision.class).task();
        did(old, false);
        assertThat(standing("n1").failures()).isEqualTo(2);
        assertThat(now).isNotEqualTo(old);
    }

    @Test
    void whoIsNotExpectedToServeIsForgotten() {
        evicted();
        nodes.remove("n1");
        round();
        assertThat(healing.standings(nowNs)).noneMatch(each -> each.node().equals("n1"));
    }

    @Test
    void anotherOneGoesOnWithWhatThisOneKnew() {
        reprovisioning();
        Healing next = new Healing(HealRules.DEFAULT);
        keep(next.adopt(healing.standings(nowNs), nowNs));
        assertThat(only(Move.Try.class).node()).isEqualTo("n1");
        assertThat(next.standings(nowNs)).anySatisfy(each -> {
            assertThat(each.node()).isEqualTo("n1");
            assertThat(each.evicted()).isTrue();
            assertThat(each.failures()).isEqualTo(1);
        });
    }

    @Test
    void whoWasGivenUpStaysSoUnderAnother() {
        givenUp();
        Healing next = new Healing(HealRules.DEFAULT);
        assertThat(next.adopt(healing.standings(nowNs), nowNs)).isEmpty();
        assertThat(next.standings(nowNs).getFirst().condition()).isEqualTo(Condition.GIVEN_UP);
    }
}
