package io.freshet.control.quality;

import io.freshet.control.events.Event;
import io.freshet.control.events.Events;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One stream: what its publisher sends and what its players tell.
///
/// Threading: confined to the stream's owner loop, but for what says otherwise.
final class StreamWatch {

    private static final long SECOND_NS = 1_000_000_000L;
    /// More a second is a player that has lost its senses.
    private static final long STARVED_MAX = 1_000;
    /// Who looks at a stream in the console asks again within seconds.
    private static final long WANTED_NS = 60 * SECOND_NS;
    /// What was found longer ago says nothing of now.
    private static final long PROBED_MS = 180_000;

    private final LiveStream stream;
    private final Events events;
    private final Clock clock;
    private final IngestProbe probe;
    private final FindingBook book = new FindingBook();
    private final StreamQuality quality;
    private volatile List<FindingBook.Open> findings = List.of();
    private final Deliveries deliveries;
    private volatile Optional<Probed> probed = Optional.empty();
    private volatile long wantedUntilNs;
    private long starvedBefore;
    private volatile boolean ended;

    StreamWatch(LiveStream stream, Events events, Clock clock) {
        this.stream = stream;
        this.events = events;
        this.clock = clock;
        this.probe = new IngestProbe(stream, clock);
        this.deliveries = new Deliveries(stream.audience());
        this.quality = new StreamQuality(clock.wallMs());
        this.wantedUntilNs = clock.monotonicNs();
    }

    void begin() {
        stream.subscribe(stream.owner(), probe);
        stream.owner().schedule(this::second, SECOND_NS);
    }

    void end() {
        ended = true;
        findings = List.of();
    }

    private void second() {
        if (ended) {
            return;
        }
        probe.second();
        deliveries.second();
        CaptureClock.State captured = probe.captured();
        if (captured.isGood()) {
            quality.serverLatency(captured.latencyMs(), clock.monotonicNs());
        }
        long starved = stream.audience().starvations();
        for (long i = Math.max(starvedBefore, starved - STARVED_MAX); i < starved; i++) {
            quality.starved(clock.monotonicNs());
        }
        starvedBefore = starved;
        List<Finding> now = new ArrayList<>(probe.figures().map(IngestRules::of)
                .orElse(List.of()));
        now.addAll(LatencyRules.of(latency(), stream.options().flush()));
        FindingBook.Change change = book.see(now, clock.wallMs());
        findings = book.open();
        change.found().forEach(finding -> tell("ingest.finding", finding));
        change.cleared().forEach(finding -> tell("ingest.cleared", finding));
        stream.owner().schedule(this::second, SECOND_NS);
    }

    private void tell(String type, Finding finding) {
        events.happened(Event.of(type, stream.key(), "code", finding.code(),
                "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                "text", finding.text()));
    }

    LiveStream stream() {
        return stream;
    }

    /// What is wrong now; from any thread.
    List<FindingBook.Open> findings() {
        return findings;
    }

    /// The worst of it; from any thread.
    Optional<Severity> worst() {
        return findings.stream().map(open -> open.finding().severity()).findFirst();
    }

    /// How old pictures are when they come, and when viewers get them; from any thread.
    Latency latency() {
        return new Latency(probe.captured(), deliveries.now(), probed.filter(found ->
                clock.wallMs() - found.wallMs() < PROBED_MS));
    }

    /// Somebody wants to know how late it is for viewers; from any thread.
    void wanted() {
        wantedUntilNs = clock.monotonicNs() + WANTED_NS;
    }

    /// Whether the node should watch it itself: its encoder says no time and somebody watches, or
    /// somebody asks; from any thread.
    boolean wantsProbe() {
        boolean live = stream.lastReport().state() == StreamReport.State.LIVE;
        return live && (wantedUntilNs - clock.monotonicNs() > 0
                || !probe.captured().isGood() && stream.audience().watching() > 0);
    }

    /// What was found; from any thread.
    void probed(Probed found) {
        probed = Optional.of(found);
    }

    /// What players tell; from any thread.
    StreamQuality quality() {
        return quality;
    }
}
