package io.freshet.control.api;

import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Remembers answers to POST by the key that the caller chose, so that who asks again because an
/// answer got lost gets that answer, and nothing is made twice.
///
/// In memory while the first request is under way, and for a day; in the database, sealed, for the
/// time after a restart and for other nodes.
///
/// Threading: shared, guarded by `this`; nothing is held while a handler runs.
public final class Replays {

    static final Duration KEPT = Duration.ofHours(24);
    /// Some hundred bytes each.
    static final int ANSWERS_MAX = 2000;
    /// Longer answers are lists, which nobody makes by POST.
    static final int ANSWER_BYTES_MAX = 16 << 10;
    static final int KEY_CHARS_MAX = 64;

    private final Clock clock;
    private final Optional<ReplayStore> store;
    private final Map<String, Kept> answers = new LinkedHashMap<>();

    /// @param answer empty while the first call is under way
    private record Kept(String request, long atNs, Optional<ApiAnswer> answer) {
    }

    /// Does what the request asks for.
    interface Doing {
        ApiAnswer run() throws ApiProblem, StoreAwayException, InterruptedException;
    }

    /// Of this node, until it ends.
    public Replays(Clock clock) {
        this(clock, Optional.empty());
    }

    /// Kept in the database.
    public Replays(Clock clock, Database database) {
        this(clock, Optional.of(new ReplayStore(database, clock)));
    }

    private Replays(Clock clock, Optional<ReplayStore> store) {
        this.clock = clock;
        this.store = store;
    }

    ApiAnswer once(ApiRequest request, Caller caller, Doing doing)
            throws ApiProblem, StoreAwayException, InterruptedException {
        Optional<String> key = request.header("idempotency-key");
        if (key.isEmpty()) {
            return doing.run();
        }
        if (!key.get().matches("[!-~]{1," + KEY_CHARS_MAX + "}")) {
            throw new ApiProblem(400, "Idempotency-Key must be 1 to " + KEY_CHARS_MAX
                    + " visible ASCII characters");
        }
        String slot = caller.kind() + " " + caller.id() + " " + key.get();
        String meant = digest(request);
        Optional<ApiAnswer> before = begin(slot, meant);
        if (before.isPresent()) {
            return before.get().with("Idempotency-Replayed", "true");
        }
        boolean kept = false;
        try {
            Optional<ApiAnswer> earlier = stored(slot, meant);
            if (earlier.isPresent()) {
                kept = true;
                keep(slot, new Kept(meant, clock.monotonicNs(), earlier));
                return earlier.get().with("Idempotency-Replayed", "true");
            }
            ApiAnswer answer = doing.run();
            kept = answer.status() < 300 && answer.writer().isEmpty()
                    && answer.body().length() <= ANSWER_BYTES_MAX;
            if (kept) {
                keep(slot, new Kept(meant, clock.monotonicNs(), Optional.of(answer)));
                store.ifPresent(it -> it.put(slot, new ReplayStore.Given(meant, answer), KEPT));
            }
            return answer;
        } finally {
            if (!kept) {
                forget(slot);
            }
        }
    }

    /// What was answered before this node began, or by another one.
    private Optional<ApiAnswer> stored(String slot, String meant)
            throws ApiProblem, StoreAwayException {
        Optional<ReplayStore.Given> given = store.isEmpty() ? Optional.empty()
                : store.get().find(slot, KEPT);
        if (given.isPresent() && !given.get().request().equals(meant)) {
            throw used();
        }
        return given.map(ReplayStore.Given::answer);
    }

    private static ApiProblem used() {
        return new ApiProblem(422, "this Idempotency-Key was used for another request");
    }

    private synchronized Optional<ApiAnswer> begin(String slot, String meant) throws ApiProblem {
        long nowNs = clock.monotonicNs();
        for (Iterator<Kept> oldest = answers.values().iterator(); oldest.hasNext();) {
            long ageNs = nowNs - oldest.next().atNs();
            if (answers.size() < ANSWERS_MAX && ageNs <= KEPT.toNanos()) {
                break;
            }
            oldest.remove();
        }
        Kept before = answers.get(slot);
        if (before == null) {
            answers.put(slot, new Kept(meant, nowNs, Optional.empty()));
            return Optional.empty();
        }
        if (!before.request().equals(meant)) {
            throw used();
        }
        if (before.answer().isEmpty()) {
            throw ApiProblem.later(409, "the first request with this key is under way", 1);
        }
        return before.answer();
    }

    private synchronized void keep(String slot, Kept answer) {
        answers.put(slot, answer);
    }

    private synchronized void forget(String slot) {
        answers.remove(slot);
    }

    private static String digest(ApiRequest request) {
        return Digests.sha256(request.rawPath().getBytes(StandardCharsets.UTF_8), new byte[1],
                request.body().toArray());
    }
}
