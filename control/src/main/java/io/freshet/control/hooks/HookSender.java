package io.freshet.control.hooks;

import io.freshet.control.hooks.Delivery.State;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Sends what is in the outbox, each webhook at its own pace, until it was taken or is dead.
///
/// A receiver may get an event twice (when this node ends between the answer and its noting), never
/// not at all; it knows a repetition by the event's id.
///
/// Threading: a thread of its own looks for work; each attempt has a virtual one.
public final class HookSender implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HookSender.class.getName());

    /// A receiver that hangs keeps so many attempts, and nobody else's.
    private static final int PER_HOOK_MAX = 4;
    private static final long LOOK_MS = 500;
    private static final long IDLE_LOOK_MS = 5_000;
    private static final long PRUNE_NS = Duration.ofMinutes(10).toNanos();
    private static final Duration DELIVERED_KEPT = Duration.ofDays(3);
    private static final Duration DEAD_KEPT = Duration.ofDays(30);

    private final Database database;
    private final Letter letter;
    private final Clock clock;
    private final BooleanSupplier onDuty;
    private final Semaphore work = new Semaphore(0);
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<State, AtomicLong> counts = Map.of(State.WAITING, new AtomicLong(),
            State.DELIVERED, new AtomicLong(), State.DEAD, new AtomicLong());
    /// Whether secrets of before are; confined to the sender's thread.
    private boolean sealed;
    private volatile boolean closed;

    /// Begins.
    ///
    /// @param client asked for when there is a request to make
    /// @param onDuty whether sending is this node's; of several nodes with one database it is one's
    public HookSender(Database database, Supplier<HookClient> client, Clock clock,
            BooleanSupplier onDuty) {
        this.onDuty = onDuty;
        this.database = database;
        this.letter = new Letter(client, clock);
        this.clock = clock;
        Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /// There may be something to send.
    public void poke() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    Letter letter() {
        return letter;
    }

    /// Attempts since the start that ended so; `WAITING` are those that will be repeated.
    long attempts(State state) {
        AtomicLong count = counts.get(state);
        return count == null ? 0 : count.get();
    }

    /// Attempts since the start by what became of them: `delivered`, `failed`, `dead`.
    public Map<String, Long> attempts() {
        return Map.of("delivered", attempts(State.DELIVERED), "failed", attempts(State.WAITING),
                "dead", attempts(State.DEAD));
    }

    private void run() {
        long prunedNs = clock.monotonicNs();
        try {
            while (!closed) {
                long waitMs = IDLE_LOOK_MS;
                try {
                    waitMs = onDuty.getAsBoolean() ? look() : LOOK_MS;
                    if (clock.monotonicNs() - prunedNs > PRUNE_NS) {
                        prunedNs = clock.monotonicNs();
                        prune();
                    }
                } catch (StoreAwayException away) {
                    waitMs = LOOK_MS;
                } catch (RuntimeException failure) {
                    LOG.log(System.Logger.Level.ERROR, "webhooks cannot be sent", failure);
                }
                if (work.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                    // What poked may not be committed yet.
                    Thread.sleep(20);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes what is due, and says how long there is nothing more to do.
    private long look() throws StoreAwayException {
        if (!sealed) {
            database.write(WebhookStore::sealOld);
            sealed = true;
        }
        List<Webhook> hooks = database.read(WebhookStore::all);
        Set<String> known = new HashSet<>();
        for (Webhook hook : hooks) {
            known.add(hook.id());
            if (hook.terms().enabled()) {
                send(hook);
            }
        }
        underWay.keySet().retainAll(known);
        return hooks.isEmpty() ? IDLE_LOOK_MS : LOOK_MS;
    }

    private void send(Webhook hook) throws StoreAwayException {
        AtomicInteger running = underWay.computeIfAbsent(hook.id(), _ -> new AtomicInteger());
        int free = PER_HOOK_MAX - running.get();
        if (free <= 0) {
            return;
        }
        long nowMs = clock.wallMs();
        boolean due = database.read(handle -> DeliveryStore.isDue(handle, hook.id(), nowMs));
        if (!due) {
            return;
        }
        List<Delivery> taken = database.write(handle ->
                DeliveryStore.claim(handle, hook.id(), nowMs, free));
        for (Delivery each : taken) {
            running.incrementAndGet();
            Thread.ofVirtual().name("webhook " + hook.id()).start(() -> {
                try {
                    attempt(hook, each);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                } finally {
                    running.decrementAndGet();
                    poke();
                }
            });
        }
    }

    private void attempt(Webhook hook, Delivery delivery) throws InterruptedException {
        Delivery.Result result = letter.send(hook, delivery.eventId(), delivery.body());
        Delivery after = delivery.after(result, clock.wallMs());
        AtomicLong count = counts.get(after.state());
        if (count != null) {
            count.incrementAndGet();
        }
        if (after.state() == State.DEAD) {
            LOG.log(System.Logger.Level.WARNING, () -> "webhook gave up hook=" + hook.id()
                    + " event=" + delivery.eventId() + " problem=" + result.problem());
        }
        try {
            database.write(handle -> {
                DeliveryStore.update(handle, after);
                WebhookStore.told(handle, hook.id(), clock.wallMs(), result.status());
                return true;
            });
        } catch (StoreAwayException away) {
            // The claim ends in a minute; then it is sent again.
            LOG.log(System.Logger.Level.DEBUG, "a delivery could not be noted", away);
        }
    }

    private void prune() throws StoreAwayException {
        long nowMs = clock.wallMs();
        database.write(handle -> DeliveryStore.prune(handle, nowMs - DELIVERED_KEPT.toMillis(),
                nowMs - DEAD_KEPT.toMillis()));
    }

    @Override
    public void close() {
        closed = true;
        poke();
    }
}
