package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.store.Database;
import io.freshet.control.store.TestDatabase;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three nodes tell each other what their rules see; the first one is on duty.
class BreachBoardStoreTest {

    private static final AlertRule DOWN = rule("down", Kind.STREAM_DOWN);
    private static final AlertRule DISK = rule("disk", Kind.DISK);
    private static final AlertRule BAD = rule("bad", Kind.INGEST_DEGRADED);
    private static final Breach NO_CAMERA = new Breach("live/cam", "stream live/cam is not live");
    private static final Breach FULL = new Breach("/data", "1 % of the disk is free");
    private static final Breach POOR = new Breach("live/cam", "key frames every 10 s");

    private final Ticking clock = new Ticking();
    private TestDatabase test;
    private Database database;
    private BreachBoard first;
    private BreachBoard second;
    private BreachBoard third;

    /// Stands until it is moved.
    private static final class Ticking implements Clock {
        private long nowNs = 5;

        @Override
        public long monotonicNs() {
            return nowNs;
        }

        @Override
        public long wallMs() {
            return nowNs / 1_000_000;
        }

        void pass(long seconds) {
            nowNs += Duration.ofSeconds(seconds).toNanos();
        }
    }

    private static AlertRule rule(String id, Kind kind) {
        return new AlertRule(id, new AlertRule.Terms(id, kind, "", "", 1, 0,
                Severity.WARNING, List.of(), true), 1);
    }

    @BeforeEach
    void open() throws Exception {
        test = TestDatabase.postgresql();
        database = Database.open(test.options());
        first = new BreachBoard(database, clock, "first");
        second = new BreachBoard(database, clock, "second");
        third = new BreachBoard(database, clock, "third");
    }

    @AfterEach
    void close() {
        database.close();
        test.close();
    }

    @Test
    void aStreamThatIsLiveAnywhereIsNotDown() {
        second.tell(Map.of(DOWN, List.of(NO_CAMERA)));
        third.tell(Map.of(DOWN, List.of()));
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN)).isEmpty();
        clock.pass(4);
        third.tell(Map.of(DOWN, List.of(NO_CAMERA)));
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN))
                .containsExactly(NO_CAMERA);
        clock.pass(4);
        assertThat(first.all(Map.of(DOWN, List.of())).get(DOWN)).as("it is here").isEmpty();
    }

    @Test
    void whatIsANodesOwnBearsItsNameAndIsKnownToTheOneOnDuty() {
        second.tell(Map.of(DISK, second.named(DISK, List.of(FULL)), BAD, List.of(POOR)));
        third.tell(Map.of(DISK, third.named(DISK, List.of(FULL)), BAD, List.of(POOR)));
        Map<AlertRule, List<Breach>> all = first.all(Map.of(DISK, List.of(), BAD, List.of()));
        assertThat(all.get(DISK)).extracting(Breach::subject)
                .containsExactlyInAnyOrder("second: /data", "third: /data");
        assertThat(all.get(BAD)).as("one stream, on two nodes").containsExactly(POOR);
    }

    @Test
    void aNodeThatSaysNothingMoreIsNotAskedAnyMore() {
        third.tell(Map.of(DOWN, List.of()));
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN)).isEmpty();
        for (int i = 0; i < 3; i++) {
            clock.pass(4);
            second.tell(Map.of(DOWN, List.of(NO_CAMERA)));
            first.all(Map.of(DOWN, List.of(NO_CAMERA)));
        }
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN))
                .as("the third died with its stream").containsExactly(NO_CAMERA);
    }

    @Test
    void whoHasBeenGoneForLongLeavesNoRowBehind() throws Exception {
        third.tell(Map.of(DOWN, List.of()));
        first.all(Map.of());
        clock.pass(1800);
        second.tell(Map.of(DOWN, List.of()));
        first.all(Map.of());
        clock.pass(1805);
        first.all(Map.of());
        assertThat(database.<List<String>>read(handle -> handle.select(
                "SELECT node FROM breaches").mapTo(String.class).list()))
                .containsExactly("second");
    }

    @Test
    void whileTheDatabaseIsAwayNobodyIsTakenForDead() throws Exception {
        third.tell(Map.of(DOWN, List.of()));
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN)).isEmpty();
        database.close();
        clock.pass(60);
        first.tell(Map.of());
        assertThat(first.all(Map.of(DOWN, List.of(NO_CAMERA))).get(DOWN)).isEmpty();
    }
}
