package io.freshet.control.quality;

import io.freshet.media.StreamKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A stream's quality in figures that only grow, and some that do not.
///
/// @param key       which stream
/// @param findings  how many there are now, by severity
/// @param latencyMs age of pictures when they come; -1 if unknown
/// @param wireMs    from there to connections of RTMP and FLV; -1 if unknown
/// @param hlsMs     from there to the playlist of HLS; -1 if unknown
/// @param probed    what the node found when it watched itself, if that is not long ago
/// @param sessions  viewings that players told of
/// @param playedMs  of them
/// @param stalls    of them
/// @param stalledMs of them
/// @param decoded   pictures
/// @param dropped   of those
/// @param errors    playing that failed
public record QualityFigures(StreamKey key, Map<Severity, Integer> findings, long latencyMs,
        long wireMs, long hlsMs, Optional<Probed> probed, long sessions, long playedMs,
        long stalls, long stalledMs, long decoded, long dropped, long errors) {

    static QualityFigures of(StreamWatch watch) {
        Map<Severity, Integer> findings = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            findings.put(severity, 0);
        }
        watch.findings().forEach(open -> findings.merge(open.finding().severity(), 1,
                Integer::sum));
        return watch.quality().sinceBegin(told -> new QualityFigures(watch.stream().key(),
                findings, watch.latency().ingestMs(), watch.latency().delivered().wireMs(),
                watch.latency().delivered().hlsMs(), watch.latency().probed(),
                told.sessions(), told.playedMs(),
                told.stalls(), told.stalledMs(), told.decoded(), told.dropped(),
                told.errors().values().stream().mapToLong(each -> each).sum()));
    }
}
