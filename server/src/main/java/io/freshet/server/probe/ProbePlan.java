package io.freshet.server.probe;

import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says which streams are watched next: a few at a time, the longest unwatched first.
///
/// Threading: shared, guarded by itself.
final class ProbePlan {

    /// So many cost a node nothing that it would notice; with turns of four seconds, sixty streams
    /// have theirs once a minute, and more than that as often as there are turns.
    static final int AT_A_TIME = 4;
    /// From the beginning of a turn to that of the next.
    static final long EVERY_NS = 30_000_000_000L;

    private final Map<StreamKey, Long> begunNs = new HashMap<>();
    private final Set<StreamKey> running = new HashSet<>();

    /// Begins turns of those that it returns.
    synchronized List<StreamKey> next(List<StreamKey> wanted, long nowNs) {
        if (wanted.isEmpty() || running.size() >= AT_A_TIME) {
            return List.of();
        }
        List<StreamKey> due = new ArrayList<>(wanted);
        due.removeIf(key -> running.contains(key) || sinceNs(key, nowNs) < EVERY_NS);
        due.sort(Comparator.comparingLong((StreamKey key) -> sinceNs(key, nowNs)).reversed());
        List<StreamKey> chosen = List.copyOf(due.subList(0,
                Math.min(due.size(), AT_A_TIME - running.size())));
        // A stream that nobody wants any more is forgotten, though not so soon that it came early.
        begunNs.keySet().removeIf(key -> !wanted.contains(key) && sinceNs(key, nowNs) >= EVERY_NS);
        for (StreamKey key : chosen) {
            begunNs.put(key, nowNs);
            running.add(key);
        }
        return chosen;
    }

    private long sinceNs(StreamKey key, long nowNs) {
        Long begun = begunNs.get(key);
        return begun == null ? Long.MAX_VALUE : nowNs - begun;
    }

    /// Its turn is over.
    synchronized void over(StreamKey key) {
        running.remove(key);
    }
}
