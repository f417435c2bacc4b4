package io.freshet.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.store.Database;
import io.freshet.control.store.DatabaseOptions;
import io.freshet.control.store.StoreAwayException;
import io.freshet.control.store.TestDatabase;
import io.freshet.testkit.RealClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The database is cut off: nothing is lost, those who follow notice nothing, and all is stored
/// within 5 s of its return.
@Timeout(60)
class DatabaseAwayStoreTest {

    private static final Pattern PORT = Pattern.compile(":([0-9]+)/");
    private static final int EACH = 300;

    private @TempDir Path folder;

    private static void happen(EventLog log, int from) {
        for (int i = from; i < from + EACH; i++) {
            log.happened(Event.of("stream.started", "n", Integer.toString(i)));
        }
    }

    private static List<String> stored(Database database) throws Exception {
        return database.read(handle -> EventStore.list(handle, EventFilter.ALL,
                        new EventStore.Range("", "", false, 100_000)))
                .stream().map(event -> event.event().facts().get("n")).toList();
    }

    private static boolean awaitStored(Database database, int count, long ms) throws Exception {
        long endNs = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() < endNs) {
            try {
                if (stored(database).size() >= count) {
                    return true;
                }
            } catch (StoreAwayException notYet) {
                // It is asked again.
            }
            Thread.sleep(50);
        }
        return false;
    }

    @Test
    void whatHappensMeanwhileIsStoredOnItsReturn() throws Exception {
        try (TestDatabase made = TestDatabase.postgresql()) {
            Matcher port = PORT.matcher(made.options().url());
            assertThat(port.find()).isTrue();
            try (Cable cable = new Cable(Integer.parseInt(port.group(1)));
                    Database database = Database.open(new DatabaseOptions(
                            port.replaceFirst(":" + cable.port() + "/"), Path.of(""),
                            made.options().user(), made.options().password(), 4,
                            Optional.empty()));
                    EventLog log = EventLog.open(folder, new RealClock(),
                            new SplittableRandom(5));
                    EventShipper _ = EventShipper.start(new EventShipper.Wiring(log, folder,
                            database, new RealClock(), EventShipper.Retention.DEFAULT,
                            List.of()))) {
                Follower follower = log.follow(EventFilter.ALL, Optional.empty());
                happen(log, 0);
                assertThat(awaitStored(database, EACH, 5_000)).isTrue();
                cable.cut();
                happen(log, EACH);
                Thread.sleep(3_000);
                happen(log, 2 * EACH);
                List<String> told = new ArrayList<>();
                while (told.size() < 3 * EACH) {
                    told.add(follower.next(1_000).orElseThrow().event().facts().get("n"));
                }
                cable.join();
                assertThat(awaitStored(database, 3 * EACH, 5_000)).isTrue();
                assertThat(stored(database)).isEqualTo(told).doesNotHaveDuplicates();
                assertThat(log.lost()).isZero();
            }
        }
    }
}
