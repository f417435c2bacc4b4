package io.freshet.control.quality;

import io.freshet.control.quality.CaptureClock.State;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How old a stream's pictures are on their way through this node.
///
/// @param captured  when they come in
/// @param delivered from there to viewers
/// @param probed    what the node found when it watched itself, if that is not long ago
record Latency(State captured, Deliveries.Now delivered, Optional<Probed> probed) {

    /// Age when they come in, ms; -1 if unknown.
    long ingestMs() {
        return captured.isGood() ? captured.latencyMs() : -1;
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("clock", captured.word());
        if (captured.source().isPresent()) {
            json.writeStringProperty("clockSource", captured.origin());
        }
        if (captured.off()) {
            json.writeNumberProperty("clockBehindMs", captured.latencyMs());
        }
        figure("captureToIngestMs", ingestMs(), json);
        figure("ingestToConnectionMs", delivered.wireMs(), json);
        figure("ingestToPlaylistMs", delivered.hlsMs(), json);
        figure("captureToConnectionMs", sum(delivered.wireMs()), json);
        figure("captureToPlaylistMs", sum(delivered.hlsMs()), json);
        probed.ifPresent(found -> {
            json.writeObjectPropertyStart("probed");
            figure("connectionMs", found.connectionMs(), json);
            figure("playlistMs", found.playlistMs(), json);
            json.writeNumberProperty("atMs", found.wallMs());
            json.writeEndObject();
        });
    }

    private long sum(long deliveryMs) {
        return ingestMs() < 0 || deliveryMs < 0 ? -1 : ingestMs() + deliveryMs;
    }

    private static void figure(String name, long ms, JsonGenerator json) {
        if (ms >= 0) {
            json.writeNumberProperty(name, ms);
        }
    }
}
