package io.freshet.control.events;

import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Carries events from the journal to the database, as often as it takes.
///
/// Threading: a thread of its own; `close` and the counters from anywhere.
public final class EventShipper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventShipper.class.getName());

    private static final int BATCH_MAX = 500;
    /// The database is asked so often whether it is back; it answers within a second itself.
    private static final long AGAIN_MS = 500;
    private static final long NOTE_NS = 1_000_000_000L;
    private static final long PRUNE_NS = Duration.ofMinutes(10).toNanos();
    /// Also those that nobody told it of.
    private static final long LOOK_MS = 1_000;

    /// How much is kept.
    ///
    /// @param age      at most
    /// @param countMax events at most
    public record Retention(Duration age, long countMax) {
        /// A month; a million events are some 400 MB.
        public static final Retention DEFAULT = new Retention(Duration.ofDays(30), 1_000_000);
    }

    private final EventLog log;
    private final JournalReader reader;
    private final Database database;
    private final Clock clock;
    private final Retention retention;
    private final List<StoredWith> stored;
    private final Semaphore work = new Semaphore(0);
    private final AtomicLong shipped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private boolean wasAway;

    private EventShipper(EventLog log, JournalReader reader, Database database, Clock clock,
            Retention retention, List<StoredWith> stored) {
        this.log = log;
        this.reader = reader;
        this.database = database;
        this.clock = clock;
        this.retention = retention;
        this.stored = List.copyOf(stored);
        this.thread = Thread.ofPlatform().name("event shipper").daemon().unstarted(this::run);
    }

    /// What it works with.
    ///
    /// @param folder   of the journal that `log` writes
    /// @param stored   what else happens in the same transaction
    public record Wiring(EventLog log, Path folder, Database database, Clock clock,
            Retention retention, List<StoredWith> stored) {
    }

    /// Begins.
    public static EventShipper start(Wiring with) throws IOException {
        EventShipper shipper = new EventShipper(with.log(),
                JournalReader.open(new JournalFolder(with.folder())), with.database(),
                with.clock(), with.retention(), with.stored());
        with.log().onWritten(() -> {
            if (shipper.work.availablePermits() == 0) {
                shipper.work.release();
            }
        });
        shipper.thread.start();
        return shipper;
    }

    /// Events stored since the start.
    public long shipped() {
        return shipped.get();
    }

    private void run() {
        long notedNs = clock.monotonicNs();
        long prunedNs = notedNs - PRUNE_NS;
        while (!closed) {
            try {
                boolean more = ship();
                long nowNs = clock.monotonicNs();
                if (nowNs - notedNs >= NOTE_NS) {
                    notedNs = nowNs;
                    reader.note();
                }
                if (nowNs - prunedNs >= PRUNE_NS) {
                    more |= prune();
                    prunedNs = more ? prunedNs : nowNs;
                }
                if (!more && work.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (StoreAwayException away) {
                wait(away);
            } catch (IOException | RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "events cannot be stored", failure);
                pause(10 * AGAIN_MS);
            } catch (InterruptedException stop) {
                closed = true;
            }
        }
    }

    /// Whether there may be more.
    private boolean ship() throws StoreAwayException, IOException {
        JournalReader.Batch batch = reader.next(BATCH_MAX, log.end());
        if (batch.events().isEmpty()) {
            reader.shipped(batch.after());
            return false;
        }
        int fresh = database.write(handle -> {
            List<LoggedEvent> events = EventStore.insert(handle, batch.events());
            if (!events.isEmpty()) {
                stored.forEach(each -> each.stored(handle, events));
            }
            return events.size();
        });
        reader.shipped(batch.after());
        shipped.addAndGet(fresh);
        if (wasAway) {
            wasAway = false;
            LOG.log(System.Logger.Level.INFO, "events are stored again");
        }
        return true;
    }

    private boolean prune() throws StoreAwayException {
        long beforeMs = clock.wallMs() - retention.age().toMillis();
        return database.write(handle ->
                EventStore.prune(handle, beforeMs, retention.countMax()));
    }

    private void wait(StoreAwayException away) {
        if (!wasAway) {
            wasAway = true;
            LOG.log(System.Logger.Level.WARNING, () -> "events wait in the journal: "
                    + away.getMessage());
        }
        pause(AGAIN_MS);
    }

    private void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException stop) {
            closed = true;
        }
    }

    /// Ships what there is, if the database is there, and stops.
    @Override
    public void close() {
        closed = true;
        work.release();
        try {
            thread.join(2_000);
            if (!thread.isAlive()) {
                while (ship()) {
                    // Until the journal is empty.
                }
                reader.note();
            }
        } catch (StoreAwayException | IOException later) {
            LOG.log(System.Logger.Level.DEBUG, "events wait for the next start", later);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
