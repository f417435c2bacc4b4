package io.freshet.tools.chaos;

import io.freshet.media.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What leaders were heard: by readers at nodes, in the cuts that those sent them; and by asking
/// nodes whether they lead.
///
/// A token is a leader's alone, and the higher one is obeyed. So at one node it never falls; where
/// two are heard under one token they are two leaders, for they cut differently; and when the next
/// leader has been heard the last one falls silent, everywhere.
///
/// Threading: shared, guarded by itself.
final class Hearing {

    /// An edge that still hears a leader who is none any more leaves it after so long.
    static final long PATIENCE_NS = 1_000_000_000L;
    /// Who is there is heard so often, however long segments are.
    private static final long RECENT_NS = 8_000_000_000L;

    private final Map<String, Long> highest = new HashMap<>();
    private final Map<String, Long> lastNs = new HashMap<>();
    private final TreeMap<Long, Long> firstNs = new TreeMap<>();
    private final Map<Long, Map<Long, Mark.Cut>> cuts = new HashMap<>();
    private final Map<Long, Set<String>> leaders = new HashMap<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private long count;
    private long staleNs;

    /// A node has sent that, as something new.
    synchronized void heard(String node, Mark.Cut cut, long nowNs) {
        long before = highest.getOrDefault(node, 0L);
        if (cut.token() < before) {
            faults.add(node + " went back to token " + cut.token() + " after " + before);
        }
        highest.merge(node, cut.token(), Math::max);
        lastNs.put(node, nowNs);
        count++;
        Mark.Cut known = cuts.computeIfAbsent(cut.token(), _ -> new HashMap<>())
                .putIfAbsent(cut.number(), cut);
        if (known != null && !known.equals(cut)) {
            faults.add("two leaders under token " + cut.token() + ": segment " + cut.number()
                    + " was cut differently at " + node);
        }
        firstNs.putIfAbsent(cut.token(), nowNs);
        stale(node + " sent", cut.token(), nowNs);
    }

    /// A node says that it leads with that token.
    synchronized void claimed(String node, long token, long nowNs) {
        Set<String> all = leaders.computeIfAbsent(token, _ -> new HashSet<>());
        all.add(node);
        if (all.size() > 1) {
            faults.add("two leaders under token " + token + ": " + String.join(" and ",
                    all.stream().sorted().toList()));
        }
        stale(node + " led", token, nowNs);
    }

    private void stale(String who, long token, long nowNs) {
        Map.Entry<Long, Long> next = firstNs.higherEntry(token);
        if (next == null) {
            return;
        }
        long sinceNs = firstNs.tailMap(token, false).values().stream()
                .mapToLong(firstNs -> nowNs - firstNs).max().orElse(0);
        staleNs = Math.max(staleNs, sinceNs);
        if (sinceNs > PATIENCE_NS) {
            faults.add(who + " under token " + token + " when " + next.getKey()
                    + " had been heard");
        }
    }

    /// What came of it.
    synchronized Succession succession(Succession.Bounds bounds, long nowNs) {
        List<Long> tokens = firstNs.entrySet().stream().sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey).toList();
        List<String> bad = new ArrayList<>(faults);
        if (tokens.size() < bounds.leadersMin()) {
            bad.add("only " + tokens.size() + " leaders were heard");
        }
        if (tokens.size() > bounds.leadersMax()) {
            bad.add(tokens.size() + " leaders were heard");
        }
        long newest = firstNs.isEmpty() ? 0 : firstNs.lastKey();
        lastNs.forEach((node, atNs) -> {
            if (nowNs - atNs < RECENT_NS && highest.getOrDefault(node, 0L) < newest) {
                bad.add(node + " was not heard under token " + newest);
            }
        });
        if (!bounds.returns().isEmpty()
                && (nowNs - lastNs.getOrDefault(bounds.returns(), nowNs - RECENT_NS) >= RECENT_NS
                || highest.getOrDefault(bounds.returns(), 0L) < newest)) {
            bad.add(bounds.returns() + " did not come back as a follower");
        }
        return new Succession(tokens, lastNs.size(), count, staleNs / 1_000_000, bad);
    }
}
