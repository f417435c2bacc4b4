package io.freshet.control.events;

import io.freshet.live.LiveStream;
import io.freshet.live.StreamEvents;
import io.freshet.live.StreamReport;
import io.freshet.live.relay.TrialName;
import io.freshet.media.Clock;
import java.util.concurrent.ConcurrentHashMap;

/// Makes events of what becomes of streams.
///
/// Threading: called on the streams' owner loops; the map is concurrent.
public final class StreamHappenings implements StreamEvents {

    private final Events events;
    private final Clock clock;
    /// What was last said of each stream that is not over.
    private final ConcurrentHashMap<LiveStream, Phase> phases = new ConcurrentHashMap<>();

    private enum Phase { OPENED, ON_AIR, WAITING }

    public StreamHappenings(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void opened(LiveStream stream) {
        phases.putIfAbsent(stream, Phase.OPENED);
    }

    /// Takes up a stream that may have begun before anybody listened; on its owner loop.
    public void adopt(LiveStream stream) {
        StreamReport report = stream.lastReport();
        if (phases.putIfAbsent(stream, Phase.OPENED) == null
                && report.state() == StreamReport.State.LIVE && !report.publishers().isEmpty()) {
            onAir(stream, report.publishers().getFirst());
        }
    }

    @Override
    public void onAir(LiveStream stream, String publisher) {
        if (TrialName.is(stream.key())) {
            return;
        }
        Phase before = phases.put(stream, Phase.ON_AIR);
        events.happened(Event.of("publisher.connected", stream.key(), "publisher", publisher));
        if (before == Phase.OPENED) {
            events.happened(Event.of("stream.started", stream.key(), "publisher", publisher));
        } else if (before == Phase.WAITING) {
            events.happened(Event.of("stream.resumed", stream.key(), "publisher", publisher));
        }
    }

    @Override
    public void waiting(LiveStream stream, String reason) {
        if (TrialName.is(stream.key())) {
            return;
        }
        phases.put(stream, Phase.WAITING);
        events.happened(Event.of("publisher.left", stream.key(), "reason", reason));
        events.happened(Event.of("stream.waiting", stream.key(), "reason", reason,
                "forS", Long.toString(stream.options().reconnectWindow().toSeconds())));
    }

    @Override
    public void ended(LiveStream stream) {
        Phase before = phases.remove(stream);
        if (before == null || before == Phase.OPENED || TrialName.is(stream.key())) {
            // Nobody was ever on air: nothing began.
            return;
        }
        StreamReport report = stream.lastReport();
        events.happened(Event.of("stream.ended", stream.key(),
                "durationMs", Long.toString(clock.wallMs() - report.openedWallMs()),
                "frames", Long.toString(report.framesIn()),
                "bytesIn", Long.toString(report.bytesIn()),
                "bytesOut", Long.toString(stream.audience().bytesSent())));
    }
}
