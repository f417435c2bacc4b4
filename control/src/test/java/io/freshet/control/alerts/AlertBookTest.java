package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.alerts.Alert.State;
import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Alerts in the time that a test makes.
class AlertBookTest {

    private static final AlertRule RULE = rule("r1", 30);

    private int made;
    private final AlertBook book = new AlertBook(() -> "a" + ++made);
    private final Grouping grouping = new Grouping();
    private final List<Silence> silences = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private static AlertRule rule(String id, long forS) {
        return new AlertRule(id, new AlertRule.Terms(id, Kind.STREAM_DOWN, "live", "a*", 0, forS,
                Severity.CRITICAL, List.of(), true), 1);
    }

    /// Looks every second from one moment to another.
    private void pass(long fromS, long toS, String... subjects) {
        List<Breach> breaches = java.util.Arrays.stream(subjects)
                .map(subject -> new Breach(subject, subject + " is down")).toList();
        for (long s = fromS; s < toS; s++) {
            long nowMs = s * 1000;
            AlertBook.Change change = book.look(Map.of(RULE, breaches), silences, nowMs);
            change.fired().forEach(alert -> grouping.add(alert, nowMs));
            change.over().forEach(alert -> grouping.add(alert, nowMs));
            List<Alert> firing = book.all().stream()
                    .filter(alert -> alert.state() == State.FIRING).toList();
            long second = s;
            grouping.due(firing, nowMs).forEach(message -> said.add(second + ": "
                    + message.stream().map(alert -> alert.breach().subject() + " "
                            + alert.state()).sorted().toList()));
        }
    }

    @Test
    void anAlertFiresWhenItHasHeldAndIsOverWhenItHasNotForAWhile() {
        pass(0, 20, "a");
        assertThat(book.all()).extracting(Alert::state).containsExactly(State.PENDING);
        pass(20, 60, "a");
        assertThat(book.all()).extracting(Alert::state).containsExactly(State.FIRING);
        pass(60, 100);
        assertThat(book.all()).extracting(Alert::state).containsExactly(State.RESOLVED);
        // Held for 30 s, waited 10 s for others; gone for 15 s, waited 10 s.
        assertThat(said).containsExactly("40: [a FIRING]", "84: [a RESOLVED]");
    }

    @Test
    void whatComesAndGoesBeforeItsTimeIsNeverTold() {
        pass(0, 25, "a");
        pass(25, 30);
        pass(30, 55, "a");
        pass(55, 100);
        assertThat(said).isEmpty();
        assertThat(book.all()).isEmpty();
    }

    @Test
    void whatIsAwayForAMomentGoesOn() {
        pass(0, 60, "a");
        pass(60, 70);
        pass(70, 120, "a");
        assertThat(said).containsExactly("40: [a FIRING]");
    }

    @Test
    void whatComesTogetherIsToldTogether() {
        pass(0, 5, "a");
        pass(5, 60, "a", "b", "c");
        assertThat(said).containsExactly("40: [a FIRING, b FIRING, c FIRING]");
        pass(60, 110, "c");
        assertThat(said).hasSize(2).last().isEqualTo("84: [a RESOLVED, b RESOLVED]");
    }

    @Test
    void whatIsSilencedIsNotToldUntilTheSilenceEnds() {
        silences.add(new Silence("s", "r1", "a*", 100_000, "known", "ops", 0));
        pass(0, 100, "a");
        assertThat(said).isEmpty();
        assertThat(book.all()).allMatch(Alert::silenced);
        pass(100, 130, "a");
        assertThat(said).containsExactly("110: [a FIRING]");
    }

    @Test
    void theEndOfWhatNobodyHeardOfIsNotTold() {
        silences.add(new Silence("s", "", "", 1_000_000, "known", "ops", 0));
        pass(0, 100, "a");
        pass(100, 200);
        assertThat(said).isEmpty();
    }

    @Test
    void aSilenceOfAnotherRuleOrSubjectIsNone() {
        silences.add(new Silence("s", "r2", "", 1_000_000, "", "ops", 0));
        silences.add(new Silence("s", "r1", "b*", 1_000_000, "", "ops", 0));
        silences.add(new Silence("s", "r1", "a", 10_000, "", "ops", 0));
        pass(0, 60, "a");
        assertThat(said).containsExactly("40: [a FIRING]");
    }

    @Test
    void whatNobodyMendsIsToldAgainAfterHours() {
        pass(0, 5 * 3600, "a");
        assertThat(said).containsExactly("40: [a FIRING]", "14450: [a FIRING]");
    }

    @Test
    void whatFiredBeforeARestartIsNotToldTwice() {
        Alert before = new Alert("old", RULE, new Breach("a", "a is down"), State.FIRING, 0, 1, 0,
                false);
        book.resume(before, 0);
        grouping.toldBefore(before, 0);
        pass(0, 60, "a");
        assertThat(said).isEmpty();
        pass(60, 100);
        assertThat(said).containsExactly("84: [a RESOLVED]");
    }

    @Test
    void anAlertOfARuleThatIsNotWatchedAnyMoreIsOver() {
        pass(0, 60, "a");
        AlertBook.Change change = book.look(Map.of(), List.of(), 61_000);
        assertThat(change.over()).extracting(alert -> alert.breach().subject())
                .containsExactly("a");
    }

    @Test
    void thereAreOnlySoManyAlerts() {
        List<Breach> many = new ArrayList<>();
        for (int i = 0; i < AlertBook.ALERTS_MAX + 50; i++) {
            many.add(new Breach("s" + i, "down"));
        }
        book.look(Map.of(RULE, many), List.of(), 0);
        assertThat(book.all()).hasSize(AlertBook.ALERTS_MAX);
    }
}
