package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.events.Event;
import io.freshet.control.store.Database;
import io.freshet.control.store.Shift;
import io.freshet.control.store.TestDatabase;
import io.freshet.live.Leader;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.testkit.Patience;
import io.freshet.testkit.RealClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes with one database: one makes alerts, of what both see; the other goes on when it dies.
@Timeout(120)
class SharedAlertsStoreTest {

    private static final AlertRule DISK = new AlertRule("small", new AlertRule.Terms("disk",
            Kind.DISK, "", "", 0.5, 0, Severity.WARNING, List.of(), true), 1);

    private static final AlertRule ERRORS = new AlertRule("errors", new AlertRule.Terms("errors",
            Kind.ERROR_RATE, "", "", 60, 0, Severity.WARNING, List.of(), true), 1);

    private final Map<String, Long> errors = new ConcurrentHashMap<>(
            Map.of("first", 0L, "second", 0L));
    private final Clock clock = new RealClock();
    private final AtomicInteger ids = new AtomicInteger();

    /// One node's desk.
    private final class Node implements AutoCloseable {
        final AtomicBoolean onDuty = new AtomicBoolean();
        final Queue<String> happened = new ConcurrentLinkedQueue<>();
        final AlertDesk desk;

        Node(String name, Database database, double diskFree) {
            Facts facts = new Facts(new Streams(clock, _ -> Optional.empty(),
                    (_, _) -> Leader.none()), (_, _) -> List.of(), () -> Map.copyOf(errors),
                    () -> diskFree, "/data", Map::of, List::of, Map::of);
            desk = AlertDesk.start(new AlertDesk.Wiring(database, this::note, clock, facts,
                    () -> SmtpOptions.NONE, () -> {
                        throw new AssertionError("there is no channel");
                    }, () -> "id" + ids.incrementAndGet(), new Shift(name, onDuty::get)));
        }

        private void note(Event event) {
            happened.add(event.type() + " " + event.facts().get("subject"));
        }

        private List<String> firing() {
            return desk.alerts().stream().filter(each -> each.state() == Alert.State.FIRING)
                    .map(each -> each.breach().subject()).toList();
        }

        @Override
        public void close() {
            desk.close();
        }
    }

    @Test
    void errorsOfAllNodesTogetherAreOneAlert() throws Exception {
        try (TestDatabase test = TestDatabase.postgresql();
                Database database = Database.open(test.options())) {
            database.write(handle -> {
                AlertStore.put(handle, ERRORS);
                return true;
            });
            try (Node first = new Node("first", database, 1);
                    Node second = new Node("second", database, 1)) {
                first.onDuty.set(true);
                Patience.until("the rules", () -> first.desk.terms().rules().contains(ERRORS)
                        && second.desk.terms().rules().contains(ERRORS));
                Thread.sleep(3_000);
                errors.put("first", 40L);
                errors.put("second", 30L);
                Patience.until("the alert, everywhere", () ->
                        second.firing().equals(List.of("cluster")));
                assertThat(first.desk.alerts()).extracting(each -> each.breach().text())
                        .contains("70 publishers and viewers were refused or failed in the last "
                                + "minute: first 40, second 30");
                assertThat(first.happened).containsExactly("alert.fired cluster");
                assertThat(second.happened).isEmpty();
            }
        }
    }

    @Test
    void oneNodeMakesTheAlertsOfBothAndTheOtherGoesOnWithThem() throws Exception {
        try (TestDatabase test = TestDatabase.postgresql();
                Database database = Database.open(test.options())) {
            database.write(handle -> {
                AlertStore.put(handle, DISK);
                return true;
            });
            try (Node first = new Node("first", database, 0.9);
                    Node second = new Node("second", database, 0.01)) {
                first.onDuty.set(true);
                Patience.until("the alert of what the other node sees", () ->
                        first.firing().equals(List.of("second: /data")));
                Patience.until("the same on the other node's pages", () ->
                        second.firing().equals(List.of("second: /data")));
                assertThat(first.happened).containsExactly("alert.fired second: /data");
                assertThat(second.happened).isEmpty();
                first.onDuty.set(false);
                second.onDuty.set(true);
                Patience.until("the rules", () ->
                        second.desk.terms().rules().contains(DISK));
                Thread.sleep(3_000);
                assertThat(second.firing()).containsExactly("second: /data");
                assertThat(second.happened).as("it fires already").isEmpty();
            }
        }
    }
}
