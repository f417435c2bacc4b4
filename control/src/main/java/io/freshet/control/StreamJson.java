package io.freshet.control;

import io.freshet.live.Audience;
import io.freshet.live.LiveStream;
import io.freshet.live.Repairs;
import io.freshet.live.StreamReport;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A stream's report as JSON; `openapi.yaml` describes every key.
final class StreamJson {

    private StreamJson() {
    }

    /// Writes the properties of one stream into the object that is open.
    static void write(LiveStream stream, long nowWallMs, JsonGenerator json) {
        StreamReport report = stream.lastReport();
        Audience audience = stream.audience();
        json.writeStringProperty("app", report.key().app());
        json.writeStringProperty("name", report.key().name());
        json.writeStringProperty("state", lower(report.state()));
        json.writeNumberProperty("openedMs", report.openedWallMs());
        json.writeNumberProperty("uptimeMs", Math.max(0, nowWallMs - report.openedWallMs()));
        if (report.onAirWallMs() == 0) {
            json.writeNullProperty("onAirMs");
        } else {
            json.writeNumberProperty("onAirMs", report.onAirWallMs());
        }
        json.writeArrayPropertyStart("publishers");
        report.publishers().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("tracks");
        report.tracks().all().forEach(track -> write(track, json));
        json.writeEndArray();
        json.writeNumberProperty("bitrateBps", report.bitrateBps());
        json.writeNumberProperty("fps", rounded(report.framesPerSecond()));
        json.writeNumberProperty("gopMs", report.gopMs());
        write(audience, json);
        json.writeNumberProperty("bytesIn", report.bytesIn());
        json.writeNumberProperty("framesIn", report.framesIn());
        json.writeNumberProperty("bytesOut", audience.bytesSent());
        json.writeNumberProperty("inputSwitches", report.inputSwitches());
        json.writeNumberProperty("branchSkips", report.branchSkips());
        json.writeNumberProperty("viewerSkips", audience.skips());
        json.writeNumberProperty("viewersClosedSlow", audience.slowClosed());
        write(report.repairs(), json);
    }

    private static void write(Track track, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("id", track.id());
        json.writeStringProperty("kind", lower(track.kind()));
        json.writeStringProperty("codec", track.codec().label());
        json.writeStringProperty("codecString", track.codecString());
        json.writeStringProperty("language", track.language());
        switch (track.traits()) {
            case Traits.Picture picture -> {
                json.writeObjectPropertyStart("picture");
                json.writeNumberProperty("width", picture.width());
                json.writeNumberProperty("height", picture.height());
                json.writeNumberProperty("fps", picture.framesPerKilosecond() / 1000.0);
                json.writeEndObject();
                json.writeNullProperty("sound");
            }
            case Traits.Sound sound -> {
                json.writeNullProperty("picture");
                json.writeObjectPropertyStart("sound");
                json.writeNumberProperty("sampleRateHz", sound.sampleRateHz());
                json.writeNumberProperty("channels", sound.channels());
                json.writeEndObject();
            }
            case Traits.None _ -> {
                json.writeNullProperty("picture");
                json.writeNullProperty("sound");
            }
        }
        json.writeEndObject();
    }

    private static void write(Audience audience, JsonGenerator json) {
        json.writeObjectPropertyStart("viewers");
        long total = 0;
        for (Audience.Protocol protocol : Audience.Protocol.values()) {
            long count = audience.watching(protocol);
            total += count;
            json.writeNumberProperty(keyOf(protocol), count);
        }
        json.writeNumberProperty("total", total);
        json.writeEndObject();
    }

    /// Viewers by all protocols.
    static long watching(Audience audience) {
        long total = 0;
        for (Audience.Protocol protocol : Audience.Protocol.values()) {
            total += audience.watching(protocol);
        }
        return total;
    }

    private static void write(Repairs repairs, JsonGenerator json) {
        json.writeObjectPropertyStart("repairs");
        json.writeNumberProperty("jumps", repairs.jumps());
        json.writeNumberProperty("audioAnchors", repairs.audioAnchors());
        json.writeNumberProperty("steps", repairs.steps());
        json.writeNumberProperty("dropped", repairs.dropped());
        json.writeNumberProperty("untilKey", repairs.untilKey());
        json.writeNumberProperty("clockMoves", repairs.clockMoves());
        json.writeEndObject();
    }

    private static String keyOf(Audience.Protocol protocol) {
        return switch (protocol) {
            case RTMP -> "rtmp";
            case HTTP_FLV -> "httpFlv";
            case WS_FLV -> "wsFlv";
            case HLS -> "hls";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static double rounded(double framesPerSecond) {
        return Math.round(framesPerSecond * 1000) / 1000.0;
    }
}
