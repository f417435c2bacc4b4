package io.freshet.control.hooks;

import io.freshet.control.hooks.Delivery.Result;
import io.freshet.control.hooks.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/// The outbox in the database.
///
/// Threading: stateless; on the thread of the handle.
final class DeliveryStore {

    /// Who takes a delivery has it for so long; longer than an attempt takes.
    static final long CLAIM_MS = 60_000;

    private DeliveryStore() {
    }

    static void insert(Handle handle, List<Delivery> deliveries) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO deliveries (hook_id, event_id, "
                + "type, body, state, attempts, created_ms, next_ms, last_status, last_problem) "
                + "VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, 0, '') "
                + "ON CONFLICT (hook_id, event_id) DO NOTHING");
        for (Delivery each : deliveries) {
            batch.bind(0, each.hookId()).bind(1, each.eventId()).bind(2, each.type())
                    .bind(3, each.body()).bind(4, each.createdMs()).bind(5, each.nextMs()).add();
        }
        batch.execute();
    }

    /// Whether that webhook has any to be sent; a reader's look, cheaper than a claim.
    static boolean isDue(Handle handle, String hookId, long nowMs) {
        return handle.createQuery("SELECT 1 FROM deliveries WHERE state = 'waiting' "
                        + "AND hook_id = ? AND next_ms <= ? LIMIT 1")
                .bind(0, hookId).bind(1, nowMs).mapTo(Integer.class).findOne().isPresent();
    }

    /// Takes deliveries of one webhook that are due; nobody else gets them for a minute.
    static List<Delivery> claim(Handle handle, String hookId, long nowMs, int max) {
        List<Delivery> due = handle.createQuery("SELECT * FROM deliveries WHERE state = 'waiting' "
                        + "AND hook_id = ? AND next_ms <= ? ORDER BY next_ms, event_id LIMIT ?")
                .bind(0, hookId).bind(1, nowMs).bind(2, max).map(DeliveryStore::delivery).list();
        List<Delivery> claimed = new ArrayList<>();
        for (Delivery each : due) {
            int taken = handle.createUpdate("UPDATE deliveries SET next_ms = ? WHERE hook_id = ? "
                            + "AND event_id = ? AND state = 'waiting' AND next_ms = ?")
                    .bind(0, nowMs + CLAIM_MS).bind(1, hookId).bind(2, each.eventId())
                    .bind(3, each.nextMs()).execute();
            if (taken == 1) {
                claimed.add(each);
            }
        }
        return claimed;
    }

    static void update(Handle handle, Delivery delivery) {
        handle.createUpdate("UPDATE deliveries SET state = ?, attempts = ?, next_ms = ?, "
                        + "last_status = ?, last_problem = ? WHERE hook_id = ? AND event_id = ?")
                .bind(0, word(delivery.state())).bind(1, delivery.attempts())
                .bind(2, delivery.nextMs()).bind(3, delivery.last().status())
                .bind(4, delivery.last().problem()).bind(5, delivery.hookId())
                .bind(6, delivery.eventId()).execute();
    }

    /// Sends it again at once, as if it were new.
    static boolean replay(Handle handle, String hookId, String eventId, long nowMs) {
        return handle.createUpdate("UPDATE deliveries SET state = 'waiting', attempts = 0, "
                        + "next_ms = ? WHERE hook_id = ? AND event_id = ?")
                .bind(0, nowMs).bind(1, hookId).bind(2, eventId).execute() == 1;
    }

    /// The same with all that are dead.
    static int replayDead(Handle handle, String hookId, long nowMs) {
        return handle.createUpdate("UPDATE deliveries SET state = 'waiting', attempts = 0, "
                        + "next_ms = ? WHERE hook_id = ? AND state = 'dead'")
                .bind(0, nowMs).bind(1, hookId).execute();
    }

    static Optional<Delivery> find(Handle handle, String hookId, String eventId) {
        return handle.createQuery("SELECT * FROM deliveries WHERE hook_id = ? AND event_id = ?")
                .bind(0, hookId).bind(1, eventId).map(DeliveryStore::delivery).findOne();
    }

    /// The newest first.
    ///
    /// @param before ids of events below this one; empty for all
    static List<Delivery> list(Handle handle, String hookId, Optional<State> state,
            String before, int limit) {
        return handle.createQuery("SELECT * FROM deliveries WHERE hook_id = ? AND (? = '' OR "
                        + "state = ?) AND (? = '' OR event_id < ?) ORDER BY event_id DESC LIMIT ?")
                .bind(0, hookId).bind(1, state.map(DeliveryStore::word).orElse(""))
                .bind(2, state.map(DeliveryStore::word).orElse("")).bind(3, before)
                .bind(4, before).bind(5, limit).map(DeliveryStore::delivery).list();
    }

    /// How many are in that state, of each webhook that has any.
    static Map<String, Long> counts(Handle handle, State state) {
        return handle.createQuery("SELECT hook_id, COUNT(*) AS n FROM deliveries "
                        + "WHERE state = ? GROUP BY hook_id").bind(0, word(state))
                .map((row, _) -> Map.entry(row.getString("hook_id"), row.getLong("n"))).list()
                .stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Forgets what was delivered, and what is dead, before those times.
    static int prune(Handle handle, long deliveredBeforeMs, long deadBeforeMs) {
        return handle.createUpdate("DELETE FROM deliveries WHERE state = 'delivered' "
                        + "AND next_ms < ? OR state = 'dead' AND next_ms < ?")
                .bind(0, deliveredBeforeMs).bind(1, deadBeforeMs).execute();
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Delivery delivery(ResultSet row, StatementContext unused)
            throws SQLException {
        return new Delivery(row.getString("hook_id"), row.getString("event_id"),
                row.getString("type"), row.getString("body"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"), row.getLong("created_ms"), row.getLong("next_ms"),
                new Result(row.getLong("last_status"), row.getString("last_problem")));
    }
}
