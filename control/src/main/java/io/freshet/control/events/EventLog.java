package io.freshet.control.events;

import io.freshet.media.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Takes events, keeps them in the journal, and tells those who follow.
///
/// An event is told when it is in the journal: nobody hears of one that a crash could take back.
/// When more come than the disk takes, those that find no place are counted and dropped.
///
/// Threading: shared; a thread of its own writes. `lock` guards ids, so that the queue is in their
/// order; `recentLock` the ring. Neither is held across I/O or while the other is taken.
public final class EventLog implements Events, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventLog.class.getName());

    /// A second of the worst: every viewer of a full node comes at once.
    private static final int QUEUE_MAX = 32_768;
    private static final int BATCH_MAX = 512;
    /// Who reconnects within a minute of a busy node needs no database.
    private static final int RECENT_MAX = 2048;
    private static final long SYNC_NS = 1_000_000_000L;
    private static final long IDLE_MS = 200;

    private final Clock clock;
    private final JournalWriter journal;
    private final EventIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<LoggedEvent> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final ReentrantLock recentLock = new ReentrantLock();
    private final Deque<LoggedEvent> recent = new ArrayDeque<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Thread writer;
    private volatile Runnable onWritten = () -> { };
    private volatile boolean closed;
    private boolean failing;

    private EventLog(Clock clock, RandomGenerator random, JournalWriter journal) {
        this.clock = clock;
        this.ids = new EventIds(clock, random);
        this.journal = journal;
        // No virtual thread: those are interrupted, and an interrupt closes the file.
        this.writer = Thread.ofPlatform().name("event log").daemon().unstarted(this::write);
    }

    /// Opens it.
    ///
    /// @param folder of the journal
    /// @param random makes ids of two runs differ
    public static EventLog open(Path folder, Clock clock, RandomGenerator random)
            throws IOException {
        return open(folder, clock, random, JournalOptions.DEFAULT);
    }

    static EventLog open(Path folder, Clock clock, RandomGenerator random,
            JournalOptions options) throws IOException {
        EventLog log = new EventLog(clock, random,
                JournalWriter.open(new JournalFolder(folder), options));
        log.writer.start();
        return log;
    }

    @Override
    public void happened(Event event) {
        lock.lock();
        try {
            LoggedEvent logged = new LoggedEvent(ids.next(), clock.wallMs(), event);
            if (closed || !queue.offer(logged)) {
                lost.incrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Tells what happens from now on.
    ///
    /// @param after an id: what came since comes first, as far as it is known here; empty for
    ///              nothing of the past
    public Follower follow(EventFilter filter, Optional<String> after) {
        recentLock.lock();
        try {
            List<LoggedEvent> missed = after.map(id -> recent.stream()
                    .filter(event -> event.id().compareTo(id) > 0).toList()).orElse(List.of());
            Follower follower = new Follower(filter, missed, followers::remove);
            followers.add(follower);
            return follower;
        } finally {
            recentLock.unlock();
        }
    }

    /// The id of the oldest event that [#follow] knows; what is older must be looked up.
    public Optional<String> oldestKnown() {
        recentLock.lock();
        try {
            return Optional.ofNullable(recent.peekFirst()).map(LoggedEvent::id);
        } finally {
            recentLock.unlock();
        }
    }

    /// Followers now.
    public int followers() {
        return followers.size();
    }

    /// Events that found no place.
    public long lost() {
        return lost.get();
    }

    /// Events in the journal since the start.
    public long written() {
        return written.get();
    }

    /// Until where the journal may be read.
    JournalFolder.Place end() {
        return journal.end();
    }

    /// Called after each write, from the writing thread; must not block.
    void onWritten(Runnable call) {
        onWritten = call;
    }

    private void write() {
        long syncedNs = clock.monotonicNs();
        List<LoggedEvent> batch = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                LoggedEvent first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH_MAX - 1);
                    append(batch);
                    batch.forEach(this::tell);
                    batch.clear();
                    onWritten.run();
                }
                if (clock.monotonicNs() - syncedNs > SYNC_NS) {
                    syncedNs = clock.monotonicNs();
                    sync();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            shut();
        }
    }

    private void append(List<LoggedEvent> batch) {
        try {
            long dropped = journal.append(batch);
            written.addAndGet(batch.size());
            if (dropped > 0) {
                lost.addAndGet(dropped);
                LOG.log(System.Logger.Level.WARNING, () -> "event journal full, dropped oldest="
                        + dropped);
            }
            failing = false;
        } catch (IOException failure) {
            lost.addAndGet(batch.size());
            warn(failure);
        }
    }

    private void sync() {
        try {
            journal.sync();
        } catch (IOException failure) {
            warn(failure);
        }
    }

    /// Once, not for every event.
    private void warn(IOException failure) {
        if (!failing) {
            failing = true;
            LOG.log(System.Logger.Level.WARNING, "event journal cannot be written", failure);
        }
    }

    private void tell(LoggedEvent event) {
        List<Follower> told;
        recentLock.lock();
        try {
            recent.add(event);
            if (recent.size() > RECENT_MAX) {
                recent.poll();
            }
            // Who comes after this has it among what it missed.
            told = List.copyOf(followers);
        } finally {
            recentLock.unlock();
        }
        told.forEach(follower -> follower.offer(event));
    }

    private void shut() {
        followers.forEach(Follower::close);
        try {
            journal.close();
        } catch (IOException failure) {
            warn(failure);
        }
    }

    /// Writes what was handed in, and stops.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            writer.join(2_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
