package io.freshet.control.access.token;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.hooks.HookAnswer;
import io.freshet.control.hooks.HookCall;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookTarget;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Fetches customers' public keys, and keeps them.
///
/// A set is fetched anew after ten minutes, and when a token names a key that is not in it, but not
/// more often than twice a minute, so that made-up names do not make us ask. While the customer's
/// server is away the last set stays good for a day.
///
/// Threading: shared; one fetch of a set at a time, for which others wait; calls block.
public final class JwksKeys {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int BYTES_MAX = 256 << 10;
    private static final long FRESH_NS = Duration.ofMinutes(10).toNanos();
    private static final long PAUSE_NS = Duration.ofSeconds(30).toNanos();
    private static final long GOOD_NS = Duration.ofDays(1).toNanos();
    private static final System.Logger LOG = System.getLogger(JwksKeys.class.getName());

    private final HookClient client;
    private final Clock clock;
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    /// Threading: shared, guarded by itself.
    private static final class Entry {
        private KeySet keys = KeySet.NONE;
        private long fetchedNs;
        private long triedNs;
        private boolean fetched;
        private @Nullable FutureTask<KeySet> last;
    }

    public JwksKeys(HookClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /// The keys that may have signed the token.
    KeySet of(SigningKey key, Jwt token) throws InterruptedException {
        Entry entry = entries.computeIfAbsent(key.id() + " " + key.material(), _ -> new Entry());
        FutureTask<KeySet> task;
        synchronized (entry) {
            long nowNs = clock.monotonicNs();
            boolean old = !entry.fetched || nowNs - entry.fetchedNs > FRESH_NS;
            task = entry.last;
            if (task == null || (old || entry.keys.of(token).isEmpty())
                    && nowNs - entry.triedNs > PAUSE_NS) {
                task = new FutureTask<>(() -> fetch(key, entry));
                entry.last = task;
                entry.triedNs = nowNs;
            }
        }
        // Whoever comes first fetches; the others wait for that.
        task.run();
        try {
            return task.get();
        } catch (ExecutionException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private KeySet fetch(SigningKey key, Entry entry) throws InterruptedException {
        try {
            HookAnswer answer = client.send(HookCall.get(
                    HookTarget.of(key.material(), key.isPrivate()), TIMEOUT, BYTES_MAX));
            if (answer.status() != 200) {
                throw new ApiProblem(502, "status " + answer.status());
            }
            KeySet keys = KeySet.parse(answer.body());
            synchronized (entry) {
                entry.keys = keys;
                entry.fetchedNs = clock.monotonicNs();
                entry.fetched = true;
            }
            return keys;
        } catch (HookFailure | ApiProblem failure) {
            LOG.log(System.Logger.Level.WARNING, () -> "key set not fetched key=" + key.id()
                    + " reason=" + failure.getMessage());
        }
        synchronized (entry) {
            return entry.fetched && clock.monotonicNs() - entry.fetchedNs < GOOD_NS ? entry.keys
                    : KeySet.NONE;
        }
    }
}
