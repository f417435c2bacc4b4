package io.freshet.control.audience;

import io.freshet.live.Audience.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What is summed up of one audience: the minute that runs, and since the beginning.
///
/// Threading: confined to its owner.
final class Tallies {

    private final Map<Protocol, Long> now = new EnumMap<>(Protocol.class);
    private final Map<Protocol, Long> peaks = new EnumMap<>(Protocol.class);
    private long peak;
    private long watchedMs;
    private long atStart;
    private long joined;
    private long peakEver;
    private long watching;
    private boolean begun;

    /// How many watch from here on, and how many came since the last look.
    ///
    /// @param spanMs since the last look
    void look(Map<Protocol, Long> watchingNow, long came, long spanMs) {
        long sum = watchingNow.values().stream().mapToLong(each -> each).sum();
        if (!begun) {
            begun = true;
            atStart = Math.max(0, sum - came);
        }
        // What was between is the mean of both ends.
        watchedMs += (watching + sum) * spanMs / 2;
        watching = sum;
        peak = Math.max(peak, sum);
        peakEver = Math.max(peakEver, sum);
        joined += came;
        watchingNow.forEach((protocol, count) -> {
            now.put(protocol, count);
            peaks.merge(protocol, count, Math::max);
        });
    }

    /// Closes the minute.
    Minute minute(AudienceKey key, long startMs) {
        Map<String, Long> words = new TreeMap<>();
        peaks.forEach((protocol, count) -> {
            if (count > 0) {
                words.put(word(protocol), count);
            }
        });
        Minute minute = new Minute(key, startMs, peak, watchedMs, atStart, joined, words);
        peak = watching;
        watchedMs = 0;
        atStart = watching;
        joined = 0;
        peaks.clear();
        peaks.putAll(now);
        return minute;
    }

    /// Nobody watches any more, and nobody came since.
    boolean isIdle() {
        return watching == 0 && peak == 0 && joined == 0;
    }

    long peakEver() {
        return peakEver;
    }

    long joinedThisMinute() {
        return joined;
    }

    long watching() {
        return watching;
    }

    Map<Protocol, Long> byProtocol() {
        return new EnumMap<>(now);
    }

    static String word(Protocol protocol) {
        return switch (protocol) {
            case RTMP -> "rtmp";
            case HTTP_FLV -> "httpFlv";
            case WS_FLV -> "wsFlv";
            case HLS -> "hls";
        };
    }
}
