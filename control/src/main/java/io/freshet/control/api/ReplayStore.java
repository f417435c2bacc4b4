package io.freshet.control.api;

import io.freshet.control.store.Database;
import io.freshet.control.store.Sealing;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Keeps answers that may be asked for again where a restart does not reach them, and where other
/// nodes on the same database find them. They may hold secrets, and so are sealed.
///
/// Threading: shared, as the database is.
final class ReplayStore {

    private static final System.Logger LOG = System.getLogger(ReplayStore.class.getName());

    private final Database database;
    private final Clock clock;

    ReplayStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// An answer that was given.
    ///
    /// @param request digest of what it was given to
    record Given(String request, ApiAnswer answer) {
    }

    /// What was answered in that slot, if it was within `lately`.
    Optional<Given> find(String slot, Duration lately) throws StoreAwayException {
        long sinceMs = clock.wallMs() - lately.toMillis();
        String key = keyOf(slot);
        return database.read(handle -> handle.select("SELECT answer FROM replays "
                        + "WHERE slot = ? AND at_ms >= ?", key, sinceMs)
                .map((row, context) -> context.getConfig(Sealing.class).vault()
                        .open(row.getString(1), place(key)).flatMap(ReplayStore::given))
                .findOne().flatMap(each -> each));
    }

    /// Keeps it for as long as `lately`; what is older goes. The thing is made already: that this
    /// fails is told to the log alone.
    void put(String slot, Given given, Duration lately) {
        String key = keyOf(slot);
        long nowMs = clock.wallMs();
        try {
            database.write(handle -> put(handle, key, given, nowMs, nowMs - lately.toMillis()));
        } catch (StoreAwayException away) {
            LOG.log(System.Logger.Level.WARNING, () -> "answer not kept for who asks again reason="
                    + away.getMessage());
        }
    }

    private static boolean put(Handle handle, String key, Given given, long nowMs, long beforeMs) {
        handle.execute("DELETE FROM replays WHERE at_ms < ? OR slot = ?", beforeMs, key);
        handle.execute("INSERT INTO replays (slot, at_ms, answer) VALUES (?, ?, ?)", key, nowMs,
                handle.getConfig(Sealing.class).vault().seal(text(given), place(key)));
        return true;
    }

    private static String keyOf(String slot) {
        return Digests.sha256(slot.getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String key) {
        return "replay " + key;
    }

    private static String text(Given given) {
        ApiAnswer answer = given.answer();
        return new String(Json.object(json -> {
            json.writeStringProperty("request", given.request());
            json.writeNumberProperty("status", answer.status());
            json.writeStringProperty("type", answer.type());
            json.writeStringProperty("body", Base64.getEncoder().encodeToString(
                    answer.body().toArray()));
            json.writeObjectPropertyStart("headers");
            answer.headers().forEach(json::writeStringProperty);
            json.writeEndObject();
        }).toArray(), StandardCharsets.UTF_8);
    }

    private static Optional<Given> given(String text) {
        try {
            Body kept = Body.parse(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
            Body headers = kept.object("headers");
            Map<String, String> all = new HashMap<>();
            for (String name : headers.names()) {
                all.put(name, headers.text(name));
            }
            return Optional.of(new Given(kept.text("request"), new ApiAnswer(
                    (int) kept.number("status"), kept.optionalText("type").orElse(""),
                    Bytes.wrap(Base64.getDecoder().decode(kept.optionalText("body").orElse(""))),
                    all, Optional.empty())));
        } catch (ApiProblem | IllegalArgumentException old) {
            LOG.log(System.Logger.Level.DEBUG, "an answer of another version", old);
            return Optional.empty();
        }
    }
}
