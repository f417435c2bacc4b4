package io.freshet.control.series;

import io.freshet.live.StreamReport;
import io.freshet.media.StreamKey;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A stream at one moment.
///
/// @param key        which
/// @param atMs       when, Unix time
/// @param state      whether frames flow
/// @param viewers    watching
/// @param bitrateBps from the publisher
/// @param fps        pictures a second
/// @param gopMs      between key frames
/// @param bitsOut    a second, to viewers
/// @param latencyMs  age of pictures when they come; -1 if unknown
/// @param delays     what is added on the way to viewers
/// @param findings   the worst: `none`, `note`, `warning`, `bad`
record StreamSample(StreamKey key, long atMs, StreamReport.State state, long viewers,
        long bitrateBps, double fps, long gopMs, long bitsOut, long latencyMs, Delays delays,
        String findings) {

    /// @param connectionMs to those of RTMP and FLV; -1 if unknown
    /// @param playlistMs   to the playlist of HLS; -1 if unknown
    /// @param probed       what the node found when it watched itself
    record Delays(long connectionMs, long playlistMs, ProbedDelays probed) {
    }

    /// @param connectionMs until HTTP-FLV brought it; -1 if unknown
    /// @param playlistMs   until HLS brought it; -1 if unknown
    record ProbedDelays(long connectionMs, long playlistMs) {
    }

    private static void known(JsonGenerator json, String name, long ms) {
        if (ms >= 0) {
            json.writeNumberProperty(name, ms);
        }
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("app", key.app());
        json.writeStringProperty("name", key.name());
        json.writeNumberProperty("atMs", atMs);
        json.writeStringProperty("state", state.name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("viewers", viewers);
        json.writeNumberProperty("bitrateBps", bitrateBps);
        json.writeNumberProperty("fps", Math.round(fps * 100) / 100.0);
        json.writeNumberProperty("gopMs", gopMs);
        json.writeNumberProperty("bitsOut", bitsOut);
        known(json, "latencyMs", latencyMs);
        known(json, "connectionDelayMs", delays.connectionMs());
        known(json, "playlistDelayMs", delays.playlistMs());
        known(json, "probedConnectionMs", delays.probed().connectionMs());
        known(json, "probedPlaylistMs", delays.probed().playlistMs());
        json.writeStringProperty("findings", findings);
    }
}
