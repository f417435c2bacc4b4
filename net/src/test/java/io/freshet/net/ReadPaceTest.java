package io.freshet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadPaceTest {

    private static final long MS = 1_000_000L;

    private final FakeClockwork clockwork = new FakeClockwork();
    private final List<String> read = new ArrayList<>();
    private final ReadPace<String> pace =
            new ReadPace<>(50 * MS, clockwork, who -> read.add(who + "@" + clockwork.ms()));

    /// One timer at a time, as a pace may have.
    private static final class FakeClockwork implements ReadPace.Clockwork {
        private long nowNs = Long.MAX_VALUE - 20 * MS;
        private final long beginNs = nowNs;
        private long dueNs;
        private @Nullable Runnable task;
        private int timers;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void schedule(Runnable next, long delayNs) {
            assertEquals(null, task);
            task = next;
            dueNs = nowNs + delayNs;
            timers++;
        }

        long ms() {
            return (nowNs - beginNs) / MS;
        }

        void pass(long ms) {
            long untilNs = nowNs + ms * MS;
            Runnable due = task;
            while (due != null && dueNs - untilNs <= 0) {
                nowNs = dueNs;
                task = null;
                due.run();
                due = task;
            }
            nowNs = untilNs;
        }
    }

    @Test
    void readsAgainWhenTheRestIsOver() {
        pace.rest("a");
        clockwork.pass(49);
        assertEquals(List.of(), read);
        clockwork.pass(1);
        assertEquals(List.of("a@50"), read);
    }

    @Test
    void readsInTheOrderInWhichTheyLayDown() {
        pace.rest("a");
        clockwork.pass(10);
        pace.rest("b");
        clockwork.pass(100);
        assertEquals(List.of("a@50", "b@60"), read);
    }

    @Test
    void readsThoseTogetherWhoAreDueWithinAGrain() {
        pace.rest("a");
        pace.rest("b");
        clockwork.pass(1);
        pace.rest("c");
        clockwork.pass(100);
        assertEquals(List.of("a@50", "b@50", "c@52"), read);
        assertEquals(2, clockwork.timers);
    }

    @Test
    void manyRestLongerSoThatTheyMakeNoMoreReads() {
        for (int i = 0; i < 800; i++) {
            pace.rest("crowd");
        }
        pace.rest("one more");
        clockwork.pass(99);
        assertFalse(read.getLast().startsWith("one more"));
        clockwork.pass(3);
        assertTrue(read.getLast().startsWith("one more"));
        assertEquals(801, read.size());
    }

    @Test
    void nobodyRestsLongerThanThreeTimes() {
        for (int i = 0; i < 10_000; i++) {
            pace.rest("crowd");
        }
        pace.rest("one more");
        clockwork.pass(152);
        assertEquals(10_001, read.size());
    }

    @Test
    void needsNoTimerWhileNobodyRests() {
        pace.rest("a");
        clockwork.pass(1000);
        assertEquals(1, clockwork.timers);
        pace.rest("a");
        clockwork.pass(1000);
        assertEquals(List.of("a@50", "a@1050"), read);
    }
}
