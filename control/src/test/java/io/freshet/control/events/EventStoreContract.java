package io.freshet.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.store.StoreAwayException;
import io.freshet.control.store.StoreContract;
import io.freshet.media.StreamKey;
import io.freshet.testkit.RealClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every database does with events.
abstract class EventStoreContract extends StoreContract {

    @TempDir
    private Path folder;

    private static LoggedEvent event(int number, String type, String app, String stream) {
        Optional<StreamKey> key = app.isEmpty() ? Optional.empty()
                : Optional.of(new StreamKey(app, stream));
        return new LoggedEvent(EventIds.floor(number) + String.format("%012d", number), number,
                new Event(type, key, java.util.Map.of("n", Integer.toString(number),
                        "text", "ünï \"code\" \uD83C\uDF0A")));
    }

    private static final List<LoggedEvent> SOME = List.of(
            event(1, "stream.started", "live", "a"), event(2, "viewer.in", "live", "a"),
            event(3, "stream.started", "live", "b"), event(4, "stream.started", "other", "a"),
            event(5, "node.started", "", ""), event(6, "stream.ended", "live", "a"));

    private List<LoggedEvent> store(List<LoggedEvent> events) throws StoreAwayException {
        return database.write(handle -> EventStore.insert(handle, events));
    }

    private List<Long> list(EventFilter filter, String after, String before, boolean newest)
            throws StoreAwayException {
        return database.read(handle -> EventStore.list(handle, filter,
                        new EventStore.Range(after, before, newest, 100)))
                .stream().map(LoggedEvent::atMs).toList();
    }

    private static EventFilter filter(List<String> types, String app, String stream) {
        return new EventFilter(types, Optional.of(app).filter(a -> !a.isEmpty()),
                Optional.of(stream).filter(s -> !s.isEmpty()), Optional.empty());
    }

    @Test
    void anEventIsStoredOnce() throws Exception {
        assertThat(store(SOME)).isEqualTo(SOME);
        List<LoggedEvent> again = new ArrayList<>(SOME);
        LoggedEvent fresh = event(7, "stream.ended", "live", "b");
        again.add(fresh);
        assertThat(store(again)).containsExactly(fresh);
        List<LoggedEvent> all = database.read(handle -> EventStore.list(handle, EventFilter.ALL,
                new EventStore.Range("", "", false, 100)));
        assertThat(all).isEqualTo(again);
    }

    @Test
    void eventsAreFoundByTypeAppStreamAndPlace() throws Exception {
        store(SOME);
        assertThat(list(EventFilter.ALL, "", "", true)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(list(filter(List.of("stream.*"), "", ""), "", "", false))
                .containsExactly(1L, 3L, 4L, 6L);
        assertThat(list(filter(List.of("stream.ended", "node.*"), "", ""), "", "", false))
                .containsExactly(5L, 6L);
        assertThat(list(filter(List.of(), "live", ""), "", "", false))
                .containsExactly(1L, 2L, 3L, 6L);
        assertThat(list(filter(List.of(), "live", "a"), "", "", false))
                .containsExactly(1L, 2L, 6L);
        assertThat(list(EventFilter.ALL, EventIds.floor(3), EventIds.floor(5), false))
                .containsExactly(3L, 4L);
        assertThat(list(new EventFilter(List.of(), Optional.empty(), Optional.empty(),
                Optional.of(Set.of("other", "x"))), "", "", false)).containsExactly(4L);
        assertThat(list(new EventFilter(List.of(), Optional.empty(), Optional.empty(),
                Optional.of(Set.of())), "", "", false)).isEmpty();
    }

    @Test
    void theOldAndTheTooManyAreForgotten() throws Exception {
        store(SOME);
        boolean more = database.write(handle -> EventStore.prune(handle, 3, 100));
        assertThat(more).isFalse();
        assertThat(list(EventFilter.ALL, "", "", false)).containsExactly(3L, 4L, 5L, 6L);
        more = database.write(handle -> EventStore.prune(handle, 0, 2));
        assertThat(more).isFalse();
        assertThat(list(EventFilter.ALL, "", "", false)).containsExactly(5L, 6L);
    }

    /// Waits until the database has so many events, for at most 5 s.
    private List<LoggedEvent> await(int count) throws Exception {
        List<LoggedEvent> found = List.of();
        for (int i = 0; i < 500 && found.size() < count; i++) {
            Thread.sleep(10);
            found = database.read(handle -> EventStore.list(handle, EventFilter.ALL,
                    new EventStore.Range("", "", false, 100_000)));
        }
        return found;
    }

    private EventShipper ship(EventLog log, List<StoredWith> stored) throws Exception {
        return EventShipper.start(new EventShipper.Wiring(log, folder, database, new RealClock(),
                new EventShipper.Retention(Duration.ofDays(1), 100_000), stored));
    }

    @Test
    void whatHappensIsStoredAndToldOnceAlsoAcrossStarts() throws Exception {
        List<String> told = java.util.Collections.synchronizedList(new ArrayList<>());
        StoredWith teller = (_, fresh) -> fresh.forEach(each ->
                told.add(each.event().facts().get("n")));
        int count = 2_000;
        for (int start = 0; start < 4; start++) {
            try (EventLog log = EventLog.open(folder, new RealClock(),
                    new SplittableRandom(start));
                    EventShipper _ = ship(log, List.of(teller))) {
                for (int i = 0; i < count / 4; i++) {
                    log.happened(Event.of("stream.started",
                            "n", Integer.toString(start * count / 4 + i)));
                }
                // A start in between ends while events are under way.
                await(start % 2 == 0 ? 1 : (start + 1) * count / 4);
            }
        }
        List<LoggedEvent> all = await(count);
        assertThat(all).hasSize(count);
        assertThat(told).hasSize(count).doesNotHaveDuplicates();
        assertThat(all).extracting(each -> Integer.parseInt(
                String.valueOf(each.event().facts().get("n")))).isSorted();
    }
}
