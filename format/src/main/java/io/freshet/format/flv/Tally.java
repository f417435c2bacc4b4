package io.freshet.format.flv;

import java.util.EnumMap;
import java.util.Map;

/// Counts of anomalies.
///
/// Threading: confined to the demuxer's owner.
final class Tally {

    private final Map<FlvAnomaly, Long> counts = new EnumMap<>(FlvAnomaly.class);

    void add(FlvAnomaly anomaly) {
        counts.merge(anomaly, 1L, Long::sum);
    }

    long of(FlvAnomaly anomaly) {
        return counts.getOrDefault(anomaly, 0L);
    }
}
