package io.freshet.control.audience;

import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.live.Audience;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Looks every second who watches, and keeps a row for every minute.
///
/// Threading: a thread of its own looks; `lock` guards the tallies, no I/O happens under it.
public final class AudienceBook implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AudienceBook.class.getName());

    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;
    /// Ten hours of a hundred streams without a database.
    private static final int WAITING_MAX = 60_000;
    private static final Duration KEPT = Duration.ofDays(90);

    private final Streams streams;
    private final Database database;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AudienceKey, Tallies> tallies = new HashMap<>();
    private final Map<LiveStream, Long> joinsBefore = new HashMap<>();
    private final Deque<Minute> waiting = new ArrayDeque<>();
    private final List<Runnable> everySecond = new ArrayList<>();
    private long minuteMs;
    private long lookedMs;
    private volatile boolean closed;

    AudienceBook(Streams streams, Database database, Clock clock) {
        this.streams = streams;
        this.database = database;
        this.clock = clock;
        this.minuteMs = Math.floorDiv(clock.wallMs(), MINUTE_MS) * MINUTE_MS;
        this.lookedMs = clock.wallMs();
    }

    /// Begins.
    ///
    /// @param second called every second, too
    public static AudienceBook start(Streams streams, Database database, Clock clock,
            Runnable second) {
        AudienceBook book = new AudienceBook(streams, database, clock);
        book.everySecond.add(second);
        Thread.ofVirtual().name("audience").start(book::run);
        return book;
    }

    private void run() {
        try {
            while (!closed) {
                look();
                everySecond.forEach(Runnable::run);
                store();
                Thread.sleep(SECOND_MS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks once.
    void look() {
        long nowMs = clock.wallMs();
        List<LiveStream> all = List.copyOf(streams.all());
        lock.lock();
        try {
            long spanMs = Math.clamp(nowMs - lookedMs, 0, 5 * SECOND_MS);
            lookedMs = nowMs;
            Map<AudienceKey, Sum> sums = new HashMap<>();
            sums.put(AudienceKey.NODE, new Sum());
            for (LiveStream stream : all) {
                long joins = stream.audience().joins();
                long came = joins - joinsBefore.getOrDefault(stream, 0L);
                joinsBefore.put(stream, joins);
                for (AudienceKey key : List.of(AudienceKey.of(stream.key()),
                        AudienceKey.of(stream.key().app()), AudienceKey.NODE)) {
                    sums.computeIfAbsent(key, _ -> new Sum()).add(stream.audience(), came);
                }
            }
            joinsBefore.keySet().retainAll(all);
            sums.keySet().forEach(key -> tallies.computeIfAbsent(key, _ -> new Tallies()));
            tallies.forEach((key, tally) -> {
                Sum sum = sums.getOrDefault(key, new Sum());
                tally.look(sum.watching, sum.came, spanMs);
            });
            if (nowMs - minuteMs >= MINUTE_MS || nowMs < minuteMs) {
                close(nowMs, sums);
            }
        } finally {
            lock.unlock();
        }
    }

    private static final class Sum {
        private final Map<Protocol, Long> watching = new EnumMap<>(Protocol.class);
        private long came;

        void add(Audience audience, long more) {
            for (Protocol protocol : Protocol.values()) {
                watching.merge(protocol, audience.watching(protocol), Long::sum);
            }
            came += more;
        }
    }

    private void close(long nowMs, Map<AudienceKey, Sum> live) {
        tallies.forEach((key, tally) -> {
            if (!tally.isIdle()) {
                waiting.add(tally.minute(key, minuteMs));
            }
        });
        tallies.keySet().removeIf(key -> !live.containsKey(key));
        while (waiting.size() > WAITING_MAX) {
            waiting.removeFirst();
        }
        minuteMs = Math.floorDiv(nowMs, MINUTE_MS) * MINUTE_MS;
    }

    /// Brings finished minutes to the database; they wait while it is away.
    void store() {
        List<Minute> minutes;
        lock.lock();
        try {
            minutes = List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
        if (minutes.isEmpty() || database.isAway()) {
            return;
        }
        long beforeMs = clock.wallMs() - KEPT.toMillis();
        try {
            database.write(handle -> {
                MinuteStore.insert(handle, "", minutes);
                MinuteStore.prune(handle, beforeMs);
                return true;
            });
        } catch (StoreAwayException away) {
            LOG.log(System.Logger.Level.DEBUG, "minutes wait", away);
            return;
        }
        lock.lock();
        try {
            minutes.forEach(waiting::removeFirstOccurrence);
        } finally {
            lock.unlock();
        }
    }

    /// What is known of one audience at this moment.
    ///
    /// @param watching   by protocol
    /// @param peak       since the stream began, or the node started
    /// @param joinedNow  in the minute that runs
    record Now(Map<Protocol, Long> watching, long peak, long joinedNow) {
    }

    Now now(AudienceKey key) {
        lock.lock();
        try {
            Tallies tally = tallies.getOrDefault(key, new Tallies());
            return new Now(tally.byProtocol(), tally.peakEver(), tally.joinedThisMinute());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        look();
        lock.lock();
        try {
            close(clock.wallMs(), Map.of());
        } finally {
            lock.unlock();
        }
        store();
    }
}
