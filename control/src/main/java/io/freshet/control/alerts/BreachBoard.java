package io.freshet.control.alerts;

import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Where nodes that share a database tell each other what rules see on them, so that the one on
/// duty knows of all.
///
/// While the database is away what was told before goes on to hold.
///
/// Threading: confined to its owner.
final class BreachBoard {

    /// More than people read; a row stays below 100 KiB.
    static final int BREACHES_MAX = 300;
    private static final int TEXT_CHARS_MAX = 300;
    private static final long EVERY_NS = 3_000_000_000L;
    /// Who has told nothing for so long is gone, and its streams with it.
    static final long GONE_NS = 12_000_000_000L;
    /// Who has told nothing for so long will hardly come back: its row goes.
    static final long FORGOTTEN_NS = 3_600_000_000_000L;

    private final Database database;
    private final Clock clock;
    private final String self;
    private final Map<String, Told> others = new HashMap<>();
    private long toldNs;
    private long readNs;

    /// What another node told last, and when this one saw that it was new.
    private record Told(long toldMs, long seenNs, Map<String, List<Breach>> byRule) {
    }

    /// @param self this node's name
    BreachBoard(Database database, Clock clock, String self) {
        this.database = database;
        this.clock = clock;
        this.self = self;
        this.toldNs = clock.monotonicNs() - EVERY_NS;
        this.readNs = toldNs;
    }

    /// The same under a name that no other node gives to something of its own.
    List<Breach> named(AlertRule rule, List<Breach> seen) {
        return switch (rule.terms().kind()) {
            case STREAM_DOWN, INGEST_DEGRADED, ERROR_RATE, NODE_LOST, NODE_GIVEN_UP -> seen;
            case DISK, CERTIFICATE -> seen.stream().map(breach -> new Breach(
                    self + ": " + breach.subject(), self + ": " + breach.text())).toList();
        };
    }

    /// Tells the others, now and then, what is seen here.
    void tell(Map<AlertRule, List<Breach>> own) {
        long nowNs = clock.monotonicNs();
        if (nowNs - toldNs < EVERY_NS) {
            return;
        }
        toldNs = nowNs;
        StringBuilder told = new StringBuilder();
        int[] left = {BREACHES_MAX};
        own.forEach((rule, breaches) -> breaches.stream().limit(left[0]).forEach(breach -> {
            left[0]--;
            told.append(rule.id()).append('\t').append(line(breach.subject())).append('\t')
                    .append(line(breach.text())).append('\n');
        }));
        try {
            database.write(handle -> put(handle, told.toString()));
        } catch (StoreAwayException away) {
            // Nobody can read it now either.
        }
    }

    private boolean put(Handle handle, String told) {
        handle.createUpdate("INSERT INTO breaches (node, told_ms, told) VALUES (?, ?, ?) "
                        + "ON CONFLICT (node) DO UPDATE SET told_ms = excluded.told_ms, "
                        + "told = excluded.told")
                .bind(0, self).bind(1, clock.wallMs()).bind(2, told).execute();
        return true;
    }

    private static String line(String text) {
        String flat = text.replaceAll("[\\t\\r\\n]", " ");
        return flat.substring(0, Math.min(flat.length(), TEXT_CHARS_MAX));
    }

    /// What is seen here and on the other nodes.
    Map<AlertRule, List<Breach>> all(Map<AlertRule, List<Breach>> own) {
        read();
        List<Map<String, List<Breach>>> told = others.values().stream()
                .filter(each -> readNs - each.seenNs < GONE_NS).map(Told::byRule).toList();
        Map<AlertRule, List<Breach>> all = new LinkedHashMap<>();
        own.forEach((rule, here) -> all.put(rule, switch (rule.terms().kind()) {
            // It is live if it is so anywhere.
            case STREAM_DOWN -> told.stream().allMatch(each -> each.containsKey(rule.id()))
                    ? here : List.of();
            // Who is on duty sees that of all.
            case ERROR_RATE, NODE_LOST, NODE_GIVEN_UP -> here;
            case INGEST_DEGRADED, DISK, CERTIFICATE -> together(rule, here, told);
        }));
        return all;
    }

    private static List<Breach> together(AlertRule rule, List<Breach> here,
            List<Map<String, List<Breach>>> told) {
        Map<String, Breach> bySubject = new LinkedHashMap<>();
        here.forEach(breach -> bySubject.putIfAbsent(breach.subject(), breach));
        told.forEach(each -> each.getOrDefault(rule.id(), List.of())
                .forEach(breach -> bySubject.putIfAbsent(breach.subject(), breach)));
        return List.copyOf(bySubject.values());
    }

    private void read() {
        long nowNs = clock.monotonicNs();
        if (nowNs - readNs < EVERY_NS) {
            return;
        }
        try {
            Map<String, Told> fresh = database.read(handle -> rows(handle, nowNs));
            others.clear();
            others.putAll(fresh);
            readNs = nowNs;
            forget();
        } catch (StoreAwayException away) {
            // What was told before holds; nobody is judged by a silence that is the database's.
        }
    }

    private void forget() throws StoreAwayException {
        for (Map.Entry<String, Told> other : others.entrySet()) {
            if (readNs - other.getValue().seenNs > FORGOTTEN_NS) {
                database.write(handle -> handle.execute(
                        "DELETE FROM breaches WHERE node = ? AND told_ms = ?", other.getKey(),
                        other.getValue().toldMs));
            }
        }
    }

    private Map<String, Told> rows(Handle handle, long nowNs) {
        Map<String, Told> rows = new HashMap<>();
        handle.createQuery("SELECT node, told_ms, told FROM breaches WHERE node <> ?")
                .bind(0, self)
                .map((row, _) -> Map.entry(row.getString("node"), new Told(row.getLong("told_ms"),
                        nowNs, parsed(row.getString("told")))))
                .forEach(row -> {
                    Told before = others.get(row.getKey());
                    boolean same = before != null && before.toldMs == row.getValue().toldMs;
                    rows.put(row.getKey(), same ? before : row.getValue());
                });
        return rows;
    }

    private static Map<String, List<Breach>> parsed(String told) {
        Map<String, List<Breach>> byRule = new HashMap<>();
        told.lines().limit(BREACHES_MAX).forEach(line -> {
            String[] cells = line.split("\t", 3);
            if (cells.length == 3) {
                byRule.computeIfAbsent(cells[0], _ -> new ArrayList<>())
                        .add(new Breach(cells[1], cells[2]));
            }
        });
        return byRule;
    }
}
