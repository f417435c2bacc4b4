package io.freshet.control.alerts;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How many publishers and viewers were refused or failed in the last minute, on each node.
///
/// Nodes say how many there were since they started, so that what was not heard is not lost.
///
/// Threading: confined to its owner.
final class RecentErrors {

    private static final long WINDOW_MS = 60_000;
    /// So many nodes are named; the others are counted.
    private static final int NAMED_MAX = 3;

    private final Map<String, Tallies> byNode = new HashMap<>();

    private record Tally(long atMs, long count) {
    }

    private static final class Tallies {
        private final Deque<Tally> tallies = new ArrayDeque<>();
        private long said;

        Tallies(long said) {
            this.said = said;
        }

        void add(long now, long nowMs) {
            // Who says less than before was started anew.
            long more = now >= said ? now - said : now;
            said = now;
            tallies.addLast(new Tally(nowMs,
                    tallies.isEmpty() ? 0 : tallies.getLast().count + more));
            while (nowMs - tallies.getFirst().atMs > WINDOW_MS) {
                tallies.removeFirst();
            }
        }

        long inWindow() {
            return tallies.getLast().count - tallies.getFirst().count;
        }
    }

    /// Takes what nodes say now; those that are not there are forgotten.
    ///
    /// @param counts since each node's start
    void tick(Map<String, Long> counts, long nowMs) {
        byNode.keySet().retainAll(counts.keySet());
        counts.forEach((node, count) -> byNode.computeIfAbsent(node, _ -> new Tallies(count))
                .add(count, nowMs));
    }

    /// All of them, if they are more than so many.
    List<Breach> over(double threshold) {
        long sum = byNode.values().stream().mapToLong(Tallies::inWindow).sum();
        if (sum <= threshold) {
            return List.of();
        }
        String text = sum + " publishers and viewers were refused or failed in the last minute";
        return List.of(byNode.size() < 2 ? new Breach("node", text)
                : new Breach("cluster", text + ": " + where()));
    }

    /// The nodes that have most of them, first.
    private String where() {
        List<Map.Entry<String, Long>> nodes = byNode.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue().inWindow()))
                .filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey())).toList();
        String named = nodes.stream().limit(NAMED_MAX)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        int more = nodes.size() - NAMED_MAX;
        return more <= 0 ? named : named + ", and " + more + " more nodes";
    }
}
