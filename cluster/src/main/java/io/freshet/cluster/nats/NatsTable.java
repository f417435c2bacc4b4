package io.freshet.cluster.nats;

import io.freshet.coordination.BadRecordException;
import io.freshet.coordination.Mirror;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Written;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValuePurgeOptions;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.StorageType;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A table in a key-value bucket.
///
/// The local copy is kept by a watch, which is opened anew, from the last revision seen, whenever
/// the connection was made anew or the copy is found to be behind. A watch lives on one server and
/// dies in silence with it, so whoever writes says the revision on the bus as well.
///
/// Threading: shared; what keeps the watch is confined to the engine's keeper.
final class NatsTable<K, V> implements Table<K, V> {

    /// A node with thousands of streams renews them over a minute; more at once are a mistake.
    private static final int WRITES_MAX = 4_000;
    private static final int WRONG_LAST_SEQUENCE = 10071;
    /// Copies are some milliseconds apart, and a second while a new leader is chosen.
    private static final int READS_MAX = 20;
    private static final long READ_AGAIN_NS = 50_000_000;
    /// A hundred thousand entries come in well within that.
    private static final int FILL_SECONDS_MAX = 20;
    /// Nothing comes for so long: whoever should have answered is gone.
    private static final int FILL_SILENT_SECONDS = 3;

    /// Who was away for so long reads all of it: what tells of removals is kept longer than that.
    private static final long WHOLE_NS = TimeUnit.HOURS.toNanos(1);
    private static final Duration MARKERS_KEPT = Duration.ofHours(6);

    private final NatsEngine engine;
    private final String bucket;
    private final Codec<K, V> codec;
    private final Mirror<K, V> mirror;
    private final AtomicInteger writing = new AtomicInteger();
    private @Nullable ZonedDateTime created;
    private @Nullable Watch watch;
    private boolean wasBehind;
    private long followedNs = System.nanoTime();
    private long laggedAt = -1;
    private volatile long seen;
    private volatile long told;

    NatsTable(NatsEngine engine, String bucket, Codec<K, V> codec) {
        this.engine = engine;
        this.bucket = bucket;
        this.codec = codec;
        this.mirror = new Mirror<>(engine.voice());
    }

    @Override
    public Optional<Held<V>> find(K key) {
        return mirror.find(key);
    }

    @Override
    public Map<K, Held<V>> all() {
        return mirror.all();
    }

    @Override
    public Subscription watch(Watcher<K, V> watcher) {
        return mirror.watch(watcher);
    }

    @Override
    public CompletionStage<Written<V>> write(K key, V value, long expected) {
        byte[] bytes = codec.value(value).getBytes(StandardCharsets.UTF_8);
        return answer(key, expected, kv -> {
            String name = codec.key(key);
            return expected == ABSENT ? kv.create(name, bytes) : kv.update(name, bytes, expected);
        });
    }

    @Override
    public CompletionStage<Written<V>> remove(K key, long expected) {
        return answer(key, expected, kv -> {
            kv.delete(codec.key(key), expected);
            return expected;
        });
    }

    private interface Change {

        long make(KeyValue kv) throws IOException, JetStreamApiException;
    }

    private CompletionStage<Written<V>> answer(K key, long expected, Change change) {
        CompletableFuture<Written<V>> answer = new CompletableFuture<>();
        if (writing.incrementAndGet() > WRITES_MAX) {
            writing.decrementAndGet();
            say(answer, new Written.Away<>("more than " + WRITES_MAX + " writes under way"));
            return answer;
        }
        Thread.ofVirtual().name("nats-write").start(() -> {
            Written<V> written = attempt(key, expected, change);
            writing.decrementAndGet();
            if (written instanceof Written.Done<V>(long revision)) {
                engine.announce(bucket, revision);
            }
            say(answer, written);
        });
        return answer;
    }

    private void say(CompletableFuture<Written<V>> answer, Written<V> written) {
        engine.voice().execute(() -> answer.complete(written));
    }

    private Written<V> attempt(K key, long expected, Change change) {
        Connection connection = engine.connection();
        if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
            return new Written.Away<>("NATS cannot be reached");
        }
        try {
            KeyValue kv = store(connection);
            try {
                return new Written.Done<>(change.make(kv));
            } catch (JetStreamApiException refused) {
                return refused.getApiErrorCode() == WRONG_LAST_SEQUENCE
                        ? outrun(kv, key, expected)
                        : new Written.Away<>(String.valueOf(refused.getMessage()));
            }
        } catch (IOException | IllegalStateException away) {
            return new Written.Away<>(String.valueOf(away.getMessage()));
        }
    }

    /// Any server that has a copy answers a read, and the copy may be late: if it is what was
    /// expected, it is not what is there now.
    private Written<V> outrun(KeyValue kv, K key, long expected) {
        for (int i = 0; i < READS_MAX; i++) {
            Optional<Held<V>> now = read(kv, key);
            if (now.map(Held::revision).orElse(ABSENT) != expected) {
                return new Written.Outrun<>(now);
            }
            LockSupport.parkNanos(READ_AGAIN_NS);
        }
        return new Written.Away<>("what is there now cannot be read yet");
    }

    private Optional<Held<V>> read(KeyValue kv, K key) {
        try {
            KeyValueEntry entry = kv.get(codec.key(key));
            return entry == null ? Optional.empty() : Optional.of(new Held<>(
                    codec.valueOf(text(entry)), entry.getRevision()));
        } catch (IOException | JetStreamApiException | BadRecordException _) {
            return mirror.find(key);
        }
    }

    private static String text(KeyValueEntry entry) {
        byte[] value = entry.getValue();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private KeyValue store(Connection connection) throws IOException {
        return connection.keyValue(bucket,
                KeyValueOptions.builder().jetStreamOptions(engine.requests()).build());
    }

    /// On the keeper: makes the bucket if it is not there, and follows it from where we were.
    ///
    /// @return whether the copy is up to date
    boolean follow(Connection connection)
            throws IOException, JetStreamApiException, InterruptedException {
        ZonedDateTime now = prepare(connection).getBackingStreamInfo().getCreateTime();
        if (!now.equals(created) || System.nanoTime() - followedNs > WHOLE_NS) {
            created = now;
            seen = 0;
        }
        unfollow();
        told = 0;
        Watch next = new Watch(seen == 0);
        watch = next;
        KeyValue kv = store(connection);
        next.subscription = seen == 0 ? kv.watchAll(next) : kv.watchAll(next, seen + 1);
        return next.fills();
    }

    String bucket() {
        return bucket;
    }

    /// Somebody has written, and the watch will say what.
    void hear(long revision) {
        told = Math.max(told, revision);
    }

    /// On the keeper: whether the watch was silent from one look to the next about something that
    /// was written before the first.
    boolean isSilent() {
        long known = seen;
        boolean lags = told > known;
        boolean silent = lags && laggedAt == known;
        laggedAt = lags && !silent ? known : -1;
        return silent;
    }

    /// On the keeper: ends the watch.
    void unfollow() {
        Watch old = watch;
        watch = null;
        if (old != null) {
            old.over = true;
            NatsKeyValueWatchSubscription subscription = old.subscription;
            if (subscription != null) {
                try {
                    subscription.unsubscribe();
                } catch (IllegalStateException _) {
                    // It went with the connection.
                }
            }
        }
    }

    /// On the keeper: whether the copy lacks at two looks in a row what the bucket has.
    boolean isBehind(Connection connection)
            throws IOException, JetStreamApiException, InterruptedException {
        followedNs = System.nanoTime();
        long known = seen;
        KeyValueStatus status = store(connection).getStatus();
        boolean lacks = status.getBackingStreamInfo().getStreamState().getLastSequence() > known
                && seen == known
                || !status.getBackingStreamInfo().getCreateTime().equals(created);
        boolean twice = lacks && wasBehind;
        wasBehind = lacks && !twice;
        return twice;
    }

    /// Drops the markers of what was removed long ago.
    void sweep(Connection connection)
            throws IOException, JetStreamApiException, InterruptedException {
        store(connection).purgeDeletes(KeyValuePurgeOptions.builder()
                .deleteMarkersThreshold(MARKERS_KEPT).build());
    }

    private KeyValueStatus prepare(Connection connection)
            throws IOException, JetStreamApiException {
        var management = connection.keyValueManagement(
                KeyValueOptions.builder().jetStreamOptions(engine.requests()).build());
        try {
            return management.getStatus(bucket);
        } catch (JetStreamApiException missing) {
            if (missing.getErrorCode() != 404) {
                throw missing;
            }
            return management.create(KeyValueConfiguration.builder().name(bucket)
                    .storageType(StorageType.File).replicas(engine.replicas())
                    .maxHistoryPerKey(1).build());
        }
    }

    /// One watch of the bucket; told things on a thread of jnats.
    private final class Watch implements KeyValueWatcher {

        private final CountDownLatch filled = new CountDownLatch(1);
        private final Set<K> keys = new HashSet<>();
        private final boolean whole;
        private volatile @Nullable NatsKeyValueWatchSubscription subscription;
        private volatile boolean over;

        Watch(boolean whole) {
            this.whole = whole;
        }

        /// Waits until all that was there has come, while anything comes.
        ///
        /// @return whether it has
        boolean fills() throws InterruptedException {
            long before = -1;
            for (int i = 0; i < FILL_SECONDS_MAX && seen != before; i += FILL_SILENT_SECONDS) {
                before = seen;
                if (filled.await(FILL_SILENT_SECONDS, TimeUnit.SECONDS)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void watch(KeyValueEntry entry) {
            if (over) {
                return;
            }
            K key;
            Optional<Held<V>> held;
            try {
                key = codec.keyOf(entry.getKey());
                held = entry.getOperation() == KeyValueOperation.PUT ? Optional.of(new Held<>(
                        codec.valueOf(text(entry)), entry.getRevision())) : Optional.empty();
            } catch (BadRecordException bad) {
                engine.unreadable(bucket, entry.getKey(), bad);
                seen = Math.max(seen, entry.getRevision());
                return;
            }
            if (whole && filled.getCount() > 0 && held.isPresent()) {
                keys.add(key);
            }
            engine.voice().execute(() -> held.ifPresentOrElse(
                    some -> mirror.changed(key, some), () -> mirror.gone(key)));
            seen = Math.max(seen, entry.getRevision());
        }

        @Override
        public void endOfData() {
            if (whole && !over) {
                Set<K> all = Set.copyOf(keys);
                engine.voice().execute(() -> mirror.retain(all));
                keys.clear();
            }
            filled.countDown();
        }
    }
}
