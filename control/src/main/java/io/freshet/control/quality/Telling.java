package io.freshet.control.quality;

import java.util.Map;
import java.util.TreeMap;

/// What players told of one stream in some span of time, added up.
///
/// Threading: confined to its owner.
final class Telling {

    final Spread startup = new Spread();
    final Spread latency = new Spread();
    final Spread serverLatency = new Spread();
    private final Map<String, Long> errors = new TreeMap<>();
    private long sessions;
    private long playedMs;
    private long stalls;
    private long stalledMs;
    private long switches;
    private long decoded;
    private long dropped;

    void add(Beacon beacon) {
        sessions += beacon.begins() ? 1 : 0;
        if (beacon.startupMs() >= 0) {
            startup.add(beacon.startupMs());
        }
        if (beacon.latencyMs() >= 0) {
            latency.add(beacon.latencyMs());
        }
        playedMs += beacon.playedMs();
        stalls += beacon.stalls();
        stalledMs += beacon.stalledMs();
        switches += beacon.switches();
        decoded += beacon.decoded();
        dropped += beacon.dropped();
        if (!beacon.error().isEmpty()) {
            errors.merge(beacon.error(), 1L, Long::sum);
        }
    }

    /// A player's buffer ran empty, as it says with its requests.
    void starved() {
        stalls++;
    }

    void add(Telling other) {
        startup.add(other.startup);
        latency.add(other.latency);
        serverLatency.add(other.serverLatency);
        other.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        sessions += other.sessions;
        playedMs += other.playedMs;
        stalls += other.stalls;
        stalledMs += other.stalledMs;
        switches += other.switches;
        decoded += other.decoded;
        dropped += other.dropped;
    }

    Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }

    long sessions() {
        return sessions;
    }

    long playedMs() {
        return playedMs;
    }

    long stalls() {
        return stalls;
    }

    long stalledMs() {
        return stalledMs;
    }

    long switches() {
        return switches;
    }

    long decoded() {
        return decoded;
    }

    long dropped() {
        return dropped;
    }

    /// Per hour of play; 0 while nobody has played.
    double perHour(long count) {
        return playedMs == 0 ? 0 : count * 3_600_000.0 / playedMs;
    }
}
