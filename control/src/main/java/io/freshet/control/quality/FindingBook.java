package io.freshet.control.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers since when findings hold, so that none comes and goes every second.
///
/// A finding counts when it has held for some seconds, and is over when it has not for some more.
///
/// Threading: confined to its owner.
final class FindingBook {

    static final long HOLDS_MS = 3_000;
    static final long OVER_MS = 10_000;

    private final Map<String, Entry> entries = new HashMap<>();
    private List<Open> open = List.of();

    /// A finding that counts.
    ///
    /// @param finding as it was seen last
    /// @param sinceMs since when, Unix time
    record Open(Finding finding, long sinceMs) {
    }

    /// What changed.
    ///
    /// @param found   count from now on
    /// @param cleared do not any more
    record Change(List<Finding> found, List<Finding> cleared) {
    }

    private static final class Entry {
        private Finding finding;
        private final long firstMs;
        private long lastMs;
        private boolean counts;

        Entry(Finding finding, long nowMs) {
            this.finding = finding;
            this.firstMs = nowMs;
            this.lastMs = nowMs;
        }
    }

    Change see(List<Finding> now, long nowMs) {
        List<Finding> found = new ArrayList<>();
        List<Finding> cleared = new ArrayList<>();
        for (Finding each : now) {
            Entry entry = entries.computeIfAbsent(each.code(), _ -> new Entry(each, nowMs));
            entry.finding = each;
            entry.lastMs = nowMs;
            if (!entry.counts && nowMs - entry.firstMs >= HOLDS_MS) {
                entry.counts = true;
                found.add(each);
            }
        }
        entries.values().removeIf(entry -> {
            boolean over = nowMs - entry.lastMs >= (entry.counts ? OVER_MS : HOLDS_MS);
            if (over && entry.counts) {
                cleared.add(entry.finding);
            }
            return over;
        });
        open = entries.values().stream().filter(entry -> entry.counts)
                .map(entry -> new Open(entry.finding, entry.firstMs))
                .sorted((a, b) -> b.finding().severity().compareTo(a.finding().severity()))
                .toList();
        return new Change(found, cleared);
    }

    /// Those that count, the worst first.
    List<Open> open() {
        return open;
    }
}
