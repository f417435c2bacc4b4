package io.freshet.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import io.freshet.testkit.RealClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events are told in order once they are in the journal.
class EventLogTest {

    private static final long PATIENCE_MS = 5_000;

    @TempDir
    private Path folder;

    private static Event event(int number) {
        return Event.of("stream.started", new StreamKey("live", "s" + number % 3),
                "number", Integer.toString(number));
    }

    private static List<String> numbers(Follower follower, int count)
            throws InterruptedException {
        List<String> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            LoggedEvent next = follower.next(PATIENCE_MS).orElseThrow();
            numbers.add(next.event().facts().get("number"));
        }
        return numbers;
    }

    private EventLog open() throws IOException {
        return EventLog.open(folder, new RealClock(), new SplittableRandom(1));
    }

    @Test
    void followersHearWhatHappensInOrder() throws Exception {
        try (EventLog log = open();
                Follower follower = log.follow(EventFilter.ALL, Optional.empty())) {
            for (int i = 0; i < 5; i++) {
                log.happened(event(i));
            }
            assertThat(numbers(follower, 5)).containsExactly("0", "1", "2", "3", "4");
        }
    }

    @Test
    void whoComesBackHearsWhatItMissed() throws Exception {
        try (EventLog log = open()) {
            Follower first = log.follow(EventFilter.ALL, Optional.empty());
            for (int i = 0; i < 4; i++) {
                log.happened(event(i));
            }
            first.next(PATIENCE_MS);
            String last = first.next(PATIENCE_MS).orElseThrow().id();
            numbers(first, 2);
            first.close();
            log.happened(event(4));
            try (Follower second = log.follow(EventFilter.ALL, Optional.of(last))) {
                assertThat(numbers(second, 3)).containsExactly("2", "3", "4");
            }
        }
    }

    @Test
    void aFilterTakesFamiliesAppsAndStreams() {
        EventFilter filter = new EventFilter(List.of("stream.*", "alert.fired"),
                Optional.of("live"), Optional.of("a"), Optional.empty());
        StreamKey a = new StreamKey("live", "a");
        assertThat(filter.takes(Event.of("stream.ended", a))).isTrue();
        assertThat(filter.takes(Event.of("alert.fired", a))).isTrue();
        assertThat(filter.takes(Event.of("viewer.in", a))).isFalse();
        assertThat(filter.takes(Event.of("stream.ended", new StreamKey("live", "b")))).isFalse();
        assertThat(filter.takes(Event.of("stream.ended", new StreamKey("x", "a")))).isFalse();
        assertThat(filter.takes(Event.of("alert.fired"))).isFalse();
    }

    @Test
    void whoDoesNotReadIsCutOff() throws Exception {
        try (EventLog log = open();
                Follower slow = log.follow(EventFilter.ALL, Optional.empty());
                Follower good = log.follow(EventFilter.ALL, Optional.empty())) {
            int all = Follower.WAITING_MAX + 10;
            for (int i = 0; i < all; i++) {
                log.happened(event(i));
                assertThat(good.next(PATIENCE_MS)).isPresent();
            }
            assertThat(numbers(slow, Follower.WAITING_MAX)).hasSize(Follower.WAITING_MAX);
            assertThat(slow.isOver()).isTrue();
            assertThat(good.isOver()).isFalse();
        }
    }

    @Test
    void idsSortByTimeEvenWhenTheClockIsSetBack() {
        FakeClock clock = new FakeClock();
        EventIds ids = new EventIds(clock, new SplittableRandom(7));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.next());
            if (i % 10 == 0) {
                clock.advanceMs(1);
            }
            if (i == 500) {
                clock.jumpWallMs(-60_000);
            }
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(EventIds.floor(clock.wallMs() + 60_001)).isGreaterThan(made.getLast());
    }
}
