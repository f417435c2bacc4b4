package io.freshet.control.events;

import io.freshet.media.StreamKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/// Events in the database.
///
/// Threading: stateless; on the thread of the handle.
final class EventStore {

    /// Rows that go at a time, so that others may write between.
    private static final int PRUNED_AT_ONCE = 5_000;

    private EventStore() {
    }

    /// Stores those that are not there yet, and says which those were.
    static List<LoggedEvent> insert(Handle handle, List<LoggedEvent> events) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO events (id, at_ms, type, app, "
                + "stream, facts) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        for (LoggedEvent each : events) {
            Event event = each.event();
            batch.bind(0, each.id()).bind(1, each.atMs()).bind(2, event.type())
                    .bind(3, event.stream().map(StreamKey::app).orElse(""))
                    .bind(4, event.stream().map(StreamKey::name).orElse(""))
                    .bind(5, EventJson.facts(event)).add();
        }
        int[] counts = batch.execute();
        List<LoggedEvent> fresh = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                fresh.add(events.get(i));
            }
        }
        return fresh;
    }

    /// Which part of all events.
    ///
    /// @param after  ids above this one; empty for all
    /// @param before ids below this one; empty for all
    /// @param newestFirst in which order
    /// @param limit  at most so many
    record Range(String after, String before, boolean newestFirst, int limit) {
    }

    static List<LoggedEvent> list(Handle handle, EventFilter filter, Range range) {
        StringBuilder sql = new StringBuilder("SELECT * FROM events WHERE 1 = 1");
        List<String> bound = new ArrayList<>();
        condition(sql, bound, range.after(), " AND id > ?");
        condition(sql, bound, range.before(), " AND id < ?");
        condition(sql, bound, filter.app().orElse(""), " AND app = ?");
        condition(sql, bound, filter.stream().orElse(""), " AND stream = ?");
        filter.visible().ifPresent(apps -> {
            sql.append(" AND app IN (");
            apps.forEach(app -> {
                sql.append("?, ");
                bound.add(app);
            });
            sql.append("'/')");
        });
        types(filter.types(), sql, bound);
        sql.append(" ORDER BY id").append(range.newestFirst() ? " DESC" : "").append(" LIMIT ?");
        Query query = handle.createQuery(sql.toString());
        for (int i = 0; i < bound.size(); i++) {
            query.bind(i, bound.get(i));
        }
        return query.bind(bound.size(), range.limit()).map(EventStore::event).list();
    }

    private static void condition(StringBuilder sql, List<String> bound, String value,
            String text) {
        if (!value.isEmpty()) {
            sql.append(text);
            bound.add(value);
        }
    }

    private static void types(List<String> types, StringBuilder sql, List<String> bound) {
        if (types.isEmpty()) {
            return;
        }
        sql.append(" AND (1 = 0");
        for (String type : types) {
            if (type.endsWith(".*")) {
                sql.append(" OR type LIKE ?");
                bound.add(type.substring(0, type.length() - 1) + "%");
            } else {
                sql.append(" OR type = ?");
                bound.add(type);
            }
        }
        sql.append(")");
    }

    private static LoggedEvent event(ResultSet row, StatementContext unused)
            throws SQLException {
        String app = row.getString("app");
        Optional<StreamKey> stream = app.isEmpty() ? Optional.empty()
                : Optional.of(new StreamKey(app, row.getString("stream")));
        return new LoggedEvent(row.getString("id"), row.getLong("at_ms"),
                new Event(row.getString("type"), stream,
                        EventJson.parseFacts(row.getString("facts"))));
    }

    /// Forgets some of what is older than `beforeMs`, or of what is more than `countMax`.
    ///
    /// @return whether there may be more to forget
    static boolean prune(Handle handle, long beforeMs, long countMax) {
        String floor = EventIds.floor(beforeMs);
        String kept = handle.createQuery("SELECT id FROM events ORDER BY id DESC LIMIT 1 OFFSET ?")
                .bind(0, countMax).mapTo(String.class).findOne().orElse("");
        int gone = handle.createUpdate("DELETE FROM events WHERE id IN (SELECT id FROM events "
                        + "WHERE id < ? OR id <= ? ORDER BY id LIMIT " + PRUNED_AT_ONCE + ")")
                .bind(0, floor).bind(1, kept).execute();
        return gone == PRUNED_AT_ONCE;
    }
}
