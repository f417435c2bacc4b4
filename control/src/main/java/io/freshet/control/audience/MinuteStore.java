package io.freshet.control.audience;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Minutes in the database.
///
/// Threading: stateless; on the thread of the handle.
final class MinuteStore {

    private MinuteStore() {
    }

    static void insert(Handle handle, String node, List<Minute> minutes) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO audience_minutes (app, stream, "
                + "minute_ms, node, peak, watched_ms, at_start, joined, protocols) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        for (Minute each : minutes) {
            batch.bind(0, each.key().app()).bind(1, each.key().stream())
                    .bind(2, each.startMs()).bind(3, node).bind(4, each.peak())
                    .bind(5, each.watchedMs()).bind(6, each.atStart()).bind(7, each.joined())
                    .bind(8, text(each.protocols())).add();
        }
        batch.execute();
    }

    /// The minutes from one time to another, the oldest first; nodes added up.
    ///
    /// @param max at most so many
    static List<Minute> list(Handle handle, AudienceKey key, long fromMs, long toMs, int max) {
        return handle.createQuery("SELECT minute_ms, SUM(peak) AS peak, SUM(watched_ms) AS "
                        + "watched_ms, SUM(at_start) AS at_start, SUM(joined) AS joined, "
                        + "MAX(protocols) AS protocols FROM audience_minutes WHERE app = ? "
                        + "AND stream = ? AND minute_ms >= ? AND minute_ms < ? "
                        + "GROUP BY minute_ms ORDER BY minute_ms LIMIT ?")
                .bind(0, key.app()).bind(1, key.stream()).bind(2, fromMs).bind(3, toMs)
                .bind(4, max)
                .map((row, _) -> new Minute(key, row.getLong("minute_ms"), row.getLong("peak"),
                        row.getLong("watched_ms"), row.getLong("at_start"),
                        row.getLong("joined"), map(row.getString("protocols")))).list();
    }

    /// How many came since a time, with those who were there when it began.
    static long unique(Handle handle, AudienceKey key, long fromMs) {
        List<Minute> all = list(handle, key, fromMs, Long.MAX_VALUE, 2_000);
        return all.isEmpty() ? 0 : all.getFirst().atStart()
                + all.stream().mapToLong(Minute::joined).sum();
    }

    static void prune(Handle handle, long beforeMs) {
        handle.createUpdate("DELETE FROM audience_minutes WHERE minute_ms < ?")
                .bind(0, beforeMs).execute();
    }

    private static String text(Map<String, Long> protocols) {
        StringBuilder text = new StringBuilder();
        protocols.forEach((name, count) -> text.append(String.format(Locale.ROOT, "%s=%d ", name,
                count)));
        return text.toString().strip();
    }

    private static Map<String, Long> map(String text) {
        Map<String, Long> protocols = new TreeMap<>();
        for (String each : text.split(" ")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                protocols.put(each.substring(0, equals),
                        Long.parseLong(each.substring(equals + 1)));
            }
        }
        return protocols;
    }
}
