package io.freshet.control.quality;

import io.freshet.control.quality.CaptureClock.State;
import io.freshet.live.FlushInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says in plain words what is wrong with how old pictures are.
///
/// Threading: stateless.
final class LatencyRules {

    /// All codes there are.
    static final List<String> CODES = List.of("capture-late", "clock-off", "delivery-late",
            "probe-late");

    /// Encoders that look ahead and send over a distance take two or three.
    private static final long CAPTURE_MS = 5_000;
    private static final long CAPTURE_BAD_MS = 15_000;
    /// A loop that is so late for a pass has more to do than it can.
    private static final long DELIVERY_MS = 1_000;

    private LatencyRules() {
    }

    /// @param flush how long frames may wait so that writes merge
    static List<Finding> of(Latency latency, FlushInterval flush) {
        State captured = latency.captured();
        Deliveries.Now delivered = latency.delivered();
        List<Finding> all = new ArrayList<>();
        long ms = captured.latencyMs();
        if (captured.off()) {
            all.add(new Finding("clock-off", Severity.NOTE, Map.of("ms", (double) ms),
                    "the encoder's clock is " + span(Math.abs(ms)) + (ms > 0 ? " behind" : " ahead")
                            + ": how old its pictures are cannot be told",
                    "let the encoder's machine keep its time by the network (NTP)"));
        } else if (captured.isGood() && ms > CAPTURE_MS) {
            all.add(new Finding("capture-late",
                    ms > CAPTURE_BAD_MS ? Severity.BAD : Severity.WARNING,
                    Map.of("ms", (double) ms),
                    "pictures are " + span(ms) + " old when they come",
                    "look at the encoder's buffers and at its uplink: what cannot be sent waits"));
        }
        long late = delivered.wireMs() - flush.longest().toMillis();
        if (late > DELIVERY_MS) {
            all.add(new Finding("delivery-late", Severity.WARNING,
                    Map.of("ms", (double) delivered.wireMs()),
                    "viewers by RTMP and FLV get pictures " + span(delivered.wireMs())
                            + " after they came", "this node has more viewers than it can serve"));
        }
        probed(latency.probed(), flush).ifPresent(all::add);
        return all;
    }

    private static Optional<Finding> probed(Optional<Probed> probed, FlushInterval flush) {
        return probed.filter(found ->
                found.connectionMs() - flush.longest().toMillis() > DELIVERY_MS).map(found ->
                new Finding("probe-late", Severity.WARNING,
                        Map.of("ms", (double) found.connectionMs()),
                        "when the node watched the stream itself, pictures were "
                                + span(found.connectionMs()) + " old",
                        "look at the node's processors and at how late its event loops are"));
    }

    private static String span(long ms) {
        if (ms < 120_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        long minutes = ms / 60_000;
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
