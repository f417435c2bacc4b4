package io.freshet.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Since when facts have been over and have not changed, by this node's own clock.
///
/// Threading: confined to the caller.
///
/// @param <K> what facts are found by
final class Bygones<K> {

    private final long keptNs;
    private final int max;
    private final Map<K, Since> since = new HashMap<>();

    private record Since(long revision, long atNs) {
    }

    /// @param keptNs so long they are kept
    /// @param max    so many are kept at most; those that have been over the longest go first
    Bygones(long keptNs, int max) {
        this.keptNs = keptNs;
        this.max = max;
    }

    /// Those that have been over for long enough, the longest first.
    ///
    /// @param over revisions of those that are over now
    List<K> due(Map<K, Long> over, long nowNs) {
        since.entrySet().removeIf(each -> !Long.valueOf(each.getValue().revision())
                .equals(over.get(each.getKey())));
        over.forEach((key, revision) -> since.putIfAbsent(key, new Since(revision, nowNs)));
        List<K> oldest = new ArrayList<>(since.keySet());
        oldest.sort(Comparator.comparingLong(key -> atNs(key)));
        int surplus = Math.max(0, oldest.size() - max);
        int count = surplus;
        while (count < oldest.size() && nowNs - atNs(oldest.get(count)) >= keptNs) {
            count++;
        }
        return List.copyOf(oldest.subList(0, count));
    }

    private long atNs(K key) {
        Since mark = since.get(key);
        return mark == null ? Long.MAX_VALUE : mark.atNs();
    }
}
