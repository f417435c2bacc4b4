package io.freshet.tools.probe;

import io.freshet.format.flv.FlvAnomaly;
import io.freshet.format.flv.FlvDemuxer;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.tools.figures.Figure;
import io.freshet.tools.figures.Section;
import io.freshet.tools.figures.Spread;
import io.freshet.tools.load.FrameClock;
import io.freshet.tools.wire.BodyHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stream of FLV tags or RTMP messages, as a player sees it.
///
/// Times are handed in: `nowNs` is monotonic, `epochUs` the wall clock.
///
/// Threading: confined to its owner.
final class StreamWatch {

    /// Beyond it people see that lips and voice are apart, or a player waits.
    private static final long SKEW_MS = 500;
    /// What comes faster or slower than real time by more runs a buffer dry or full.
    private static final double PACE_PERCENT = 3;
    private static final long SETTLED_NS = 2_000_000_000L;

    private record Head(Bytes body) implements BodyHead {
        @Override
        public int headBytes() {
            return body.length();
        }

        @Override
        public int headAt(int index) {
            return body.at(index);
        }
    }

    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final Map<Integer, TrackWatch> tracks = new TreeMap<>();
    private final Spread latency = new Spread();
    private final List<String> faults = new ArrayList<>();
    private final long beganNs;
    private long firstNs = -1;
    private long keyNs = -1;
    private long lastNs;
    private long settledMs = -1;
    private long settledNs;
    private long longestSilenceNs;
    private long widestSkewMs;

    StreamWatch(long beganNs) {
        this.beganNs = beganNs;
    }

    /// Takes one message.
    void accept(int type, long timestampMs, Bytes body, long nowNs, long epochUs) {
        if (firstNs < 0) {
            firstNs = nowNs;
        } else {
            longestSilenceNs = Math.max(longestSilenceNs, nowNs - lastNs);
        }
        lastNs = nowNs;
        long ageUs = type == 9 ? FrameClock.ageUs(new Head(body), nowNs / 1_000, epochUs) : -1;
        if (ageUs >= 0 && nowNs - firstNs > SETTLED_NS) {
            latency.addUs(ageUs);
        }
        try {
            demuxer.accept(type, timestampMs, body, signal -> accept(signal, nowNs));
        } catch (MediaException e) {
            fault("media: " + e.getMessage());
        }
    }

    void fault(String what) {
        if (faults.size() < 20 && !faults.contains(what)) {
            faults.add(what);
        }
    }

    private void accept(Signal signal, long nowNs) {
        switch (signal) {
            case Tracks _ -> { }
            case Frame frame -> frame(frame, nowNs);
            case Mark _ -> { }
        }
    }

    private void frame(Frame frame, long nowNs) {
        tracks.computeIfAbsent(frame.track().id(), _ -> new TrackWatch(frame.track()))
                .accept(frame);
        if (keyNs < 0 && frame.isKey() && frame.kind() == Kind.VIDEO) {
            keyNs = nowNs;
        }
        boolean settled = nowNs - firstNs > SETTLED_NS;
        if (settled && settledMs < 0 && isLead(frame)) {
            settledMs = frame.dtsOn(1_000);
            settledNs = nowNs;
        }
        Optional<TrackWatch> video = first(Kind.VIDEO);
        Optional<TrackWatch> audio = first(Kind.AUDIO);
        if (settled && video.isPresent() && audio.isPresent()) {
            widestSkewMs = Math.max(widestSkewMs,
                    Math.abs(video.get().lastMs() - audio.get().lastMs()));
        }
    }

    private Optional<TrackWatch> first(Kind kind) {
        return tracks.values().stream().filter(each -> each.kind() == kind).findFirst();
    }

    private Optional<TrackWatch> lead() {
        return first(Kind.VIDEO).or(() -> first(Kind.AUDIO));
    }

    private boolean isLead(Frame frame) {
        return lead().map(each -> each.kind() == frame.kind()).orElse(false);
    }

    /// Whether anything came.
    boolean isAlive() {
        return firstNs >= 0;
    }

    /// Media seconds a second, since it settled; 1 is real time, 0 is unknown.
    private double pace() {
        double seconds = (lastNs - settledNs) / 1e9;
        return settledMs < 0 || seconds < 3 ? 0
                : (lead().map(TrackWatch::lastMs).orElse(0L) - settledMs) / 1e3 / seconds;
    }

    List<Section> sections() {
        List<Figure> all = new ArrayList<>();
        all.add(Figure.of("watched_s", (lastNs - beganNs) / 1e9));
        all.add(Figure.of("first_message_ms", (firstNs - beganNs) / 1e6));
        if (keyNs >= 0) {
            all.add(Figure.of("join_ms", (keyNs - beganNs) / 1e6));
        }
        all.add(Figure.of("pace", pace()));
        all.add(Figure.of("longest_silence_ms", longestSilenceNs / 1e6));
        all.add(Figure.of("widest_skew_ms", widestSkewMs));
        for (FlvAnomaly anomaly : FlvAnomaly.values()) {
            if (demuxer.count(anomaly) > 0) {
                all.add(Figure.of(anomaly.name().toLowerCase(Locale.ROOT),
                        demuxer.count(anomaly)));
            }
        }
        all.addAll(latency.figures("latency"));
        List<Section> sections = new ArrayList<>(List.of(new Section("stream", all)));
        tracks.values().forEach(each -> sections.add(new Section(each.name(), each.figures())));
        return sections;
    }

    /// What is wrong.
    List<String> findings() {
        List<String> found = new ArrayList<>(faults);
        tracks.values().forEach(each -> found.addAll(each.findings()));
        if (lead().isEmpty()) {
            found.add("stream: neither picture nor sound came");
        }
        if (widestSkewMs > SKEW_MS) {
            found.add("stream: picture and sound are " + widestSkewMs + " ms apart");
        }
        double off = pace() == 0 ? 0 : Math.abs(pace() - 1) * 100;
        if (off > PACE_PERCENT) {
            found.add(String.format(Locale.ROOT,
                    "stream: %.3f s of media come in a second", pace()));
        }
        long dropped = demuxer.count(FlvAnomaly.BEFORE_CONFIGURATION);
        if (dropped > 0) {
            found.add("stream: " + dropped + " frames came before their configuration");
        }
        return found;
    }
}
