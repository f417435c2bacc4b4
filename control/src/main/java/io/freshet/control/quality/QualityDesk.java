package io.freshet.control.quality;

import io.freshet.control.events.Events;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamEvents;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Watches the quality of every stream of this node.
///
/// Threading: shared; the map is concurrent, each watch says.
public final class QualityDesk implements StreamEvents {

    private final Events events;
    private final Clock clock;
    private final ConcurrentHashMap<StreamKey, StreamWatch> watches = new ConcurrentHashMap<>();
    private final StreamQuality node;
    private final LongAdder beacons = new LongAdder();
    private final LongAdder refused = new LongAdder();

    public QualityDesk(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.node = new StreamQuality(clock.wallMs());
    }

    /// Takes up a stream that was there before; on its owner loop. Again is no harm.
    @Override
    public void opened(LiveStream stream) {
        StreamWatch known = watches.get(stream.key());
        if (known != null && known.stream() == stream) {
            return;
        }
        StreamWatch watch = new StreamWatch(stream, events, clock);
        StreamWatch old = watches.put(stream.key(), watch);
        if (old != null) {
            old.end();
        }
        watch.begin();
    }

    @Override
    public void ended(LiveStream stream) {
        StreamWatch watch = watches.get(stream.key());
        if (watch != null && watch.stream() == stream) {
            watch.end();
            watches.remove(stream.key(), watch);
        }
    }

    /// Takes what a player says; false if that is no beacon.
    public boolean beacon(byte[] body) {
        Optional<Beacon> beacon = Beacon.parse(body);
        if (beacon.isEmpty()) {
            refused.increment();
            return false;
        }
        beacons.increment();
        node.tell(beacon.get(), clock.monotonicNs());
        find(beacon.get().stream()).ifPresent(watch ->
                watch.quality().tell(beacon.get(), clock.monotonicNs()));
        return true;
    }

    Optional<StreamWatch> find(StreamKey key) {
        return Optional.ofNullable(watches.get(key));
    }

    /// The worst finding of a stream; empty if there is none.
    public Optional<Severity> worst(StreamKey key) {
        return find(key).flatMap(StreamWatch::worst);
    }

    /// Findings of a stream that are at least so bad, in words.
    public List<String> findings(StreamKey key, Severity least) {
        return find(key).map(StreamWatch::findings).orElse(List.of()).stream()
                .map(FindingBook.Open::finding)
                .filter(finding -> finding.severity().compareTo(least) >= 0)
                .map(Finding::text).toList();
    }

    /// How old pictures are when they come, by the clock in them; -1 if they do not say.
    public long latencyMs(StreamKey key) {
        return find(key).map(watch -> watch.latency().ingestMs()).orElse(-1L);
    }

    /// How long it takes until connections of RTMP and FLV have what came; -1 if unknown.
    public long connectionDelayMs(StreamKey key) {
        return find(key).map(watch -> watch.latency().delivered().wireMs()).orElse(-1L);
    }

    /// How long it takes until what came can be fetched by HLS; -1 if unknown.
    public long playlistDelayMs(StreamKey key) {
        return find(key).map(watch -> watch.latency().delivered().hlsMs()).orElse(-1L);
    }

    /// How long it took until the node had by HTTP-FLV what came, when it watched itself; -1 if it
    /// did not lately.
    public long probedConnectionMs(StreamKey key) {
        return find(key).flatMap(watch -> watch.latency().probed()).map(Probed::connectionMs)
                .orElse(-1L);
    }

    /// The same by HLS.
    public long probedPlaylistMs(StreamKey key) {
        return find(key).flatMap(watch -> watch.latency().probed()).map(Probed::playlistMs)
                .orElse(-1L);
    }

    /// What is known of each stream, for metrics.
    public List<QualityFigures> figures() {
        return watches.values().stream().map(QualityFigures::of).toList();
    }

    /// Time to the first picture, of all players that told.
    public Durations startup() {
        return node.sinceBegin(told -> Durations.of(told.startup));
    }

    /// Time behind the capture or the server, of all players that told.
    public Durations latency() {
        return node.sinceBegin(told -> Durations.of(told.latency));
    }

    /// Streams that the node should watch itself, to find out how late they are for viewers.
    public List<StreamKey> toProbe() {
        return watches.values().stream().filter(StreamWatch::wantsProbe)
                .map(watch -> watch.stream().key()).toList();
    }

    /// Takes what was found.
    public void probed(StreamKey key, Probed found) {
        find(key).ifPresent(watch -> watch.probed(found));
    }

    Collection<StreamWatch> all() {
        return List.copyOf(watches.values());
    }

    /// Beacons taken since the start.
    public long beacons() {
        return beacons.sum();
    }

    /// Bodies that were no beacons.
    public long beaconsRefused() {
        return refused.sum();
    }
}
