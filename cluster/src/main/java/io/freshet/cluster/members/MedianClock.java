package io.freshet.cluster.members;

import io.freshet.cluster.ClusterEvents.Happening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The cluster's wall clock: the median of all nodes', so that one that is wrong moves nothing.
///
/// Threading: confined to the caller.
final class MedianClock {

    /// More than a heartbeat's way and a busy machine explain.
    private static final long OFF_MS = 2_000;
    /// Below this it is right again; in between nothing is said.
    private static final long RIGHT_MS = 1_000;
    /// With fewer nobody can tell who is wrong.
    private static final int CLOCKS_MIN = 3;
    /// The first beats come when a node is busy with its start, and late: that is no clock's fault.
    private static final int BEATS_MIN = 5;

    private final String self;
    private final Map<String, Long> offsets = new TreeMap<>();
    private final Set<String> off = new HashSet<>();
    /// How many beats in a row a clock was away.
    private final Map<String, Integer> away = new HashMap<>();
    private long medianMs;

    MedianClock(String self) {
        this.self = self;
        offsets.put(self, 0L);
    }

    List<Happening> heard(String node, long offsetMs) {
        offsets.put(node, node.equals(self) ? 0L : offsetMs);
        medianMs = median();
        List<Happening> said = new ArrayList<>();
        if (offsets.size() >= CLOCKS_MIN) {
            check(node, said);
        }
        return said;
    }

    private void check(String node, List<Happening> said) {
        long byMs = offsets.getOrDefault(node, 0L) - medianMs;
        boolean isAway = Math.abs(byMs) > OFF_MS;
        int beats = isAway ? away.merge(node, 1, Integer::sum) : 0;
        if (!isAway) {
            away.remove(node);
        }
        if (beats >= BEATS_MIN && off.add(node)) {
            said.add(new Happening.ClockOff(node, byMs));
        } else if (Math.abs(byMs) < RIGHT_MS && off.remove(node)) {
            said.add(new Happening.ClockRight(node));
        }
    }

    private long median() {
        long[] sorted = offsets.values().stream().mapToLong(each -> each).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }

    void forget(String node) {
        if (!node.equals(self)) {
            offsets.remove(node);
            off.remove(node);
            away.remove(node);
            medianMs = median();
        }
    }

    long medianMs() {
        return medianMs;
    }

    long offsetMs(String node) {
        return offsets.getOrDefault(node, 0L);
    }
}
