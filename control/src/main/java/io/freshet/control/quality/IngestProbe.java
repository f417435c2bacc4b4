package io.freshet.control.quality;

import io.freshet.control.quality.IngestFigures.Audio;
import io.freshet.control.quality.IngestFigures.Mended;
import io.freshet.control.quality.IngestFigures.Video;
import io.freshet.format.avc.AvcTimingForm;
import io.freshet.format.clock.TimeCode;
import io.freshet.format.flv.SystemTime;
import io.freshet.live.LiveStream;
import io.freshet.live.Repairs;
import io.freshet.live.StreamReport;
import io.freshet.live.Subscriber;
import io.freshet.media.AudioCodec;
import io.freshet.media.Clock;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Listens to a stream's frames, and sums them up every second.
///
/// Nothing is allocated for a frame.
///
/// Threading: confined to the stream's owner loop, but for `figures` and `captured`.
final class IngestProbe implements Subscriber {

    private static final long MS = 1_000_000;
    private static final long GAP_MS = 1_000;
    /// Seconds that are summed up to one figure of the bitrate, and how many of those there are.
    private static final int BUCKET_S = 5;
    private static final int BUCKETS = 6;
    private static final int MINUTE_S = 60;
    /// How often a time of the day is looked for: that takes a look into the picture.
    private static final long TIME_EVERY_NS = 500 * MS;

    private final LiveStream stream;
    private final Clock clock;

    private Optional<Track> video = Optional.empty();
    private Optional<Track> audio = Optional.empty();
    private long lastVideoNs;
    private long lastAudioNs;
    private long lastKeyNs;
    private long lastAnyNs;
    private long videoMs;
    private long audioMs;
    private long skewMs;
    private boolean reorders;
    private boolean openGops;
    private long audioBytes;
    private int audioPackets;
    private double packetBytes;

    private final long[] buckets = new long[BUCKETS + 1];
    private long bytesBefore;
    private int seconds;
    private final int[] gaps = new int[MINUTE_S];
    private final long[] gapMs = new long[MINUTE_S];
    private final List<Repairs> mended = new ArrayList<>();
    private final int[] publishers = new int[MINUTE_S];
    private final CaptureClock captured = new CaptureClock();
    private Optional<AvcTimingForm> timing = Optional.empty();
    private long timeLookedNs;
    private volatile Optional<IngestFigures> figures = Optional.empty();

    IngestProbe(LiveStream stream, Clock clock) {
        this.stream = stream;
        this.clock = clock;
        long nowNs = clock.monotonicNs();
        lastVideoNs = nowNs;
        lastAudioNs = nowNs;
        lastKeyNs = nowNs;
        lastAnyNs = nowNs;
    }

    /// What came lately; empty while nobody is on air.
    Optional<IngestFigures> figures() {
        return figures;
    }

    /// How old pictures are when they come, by the clock in them; from any thread.
    CaptureClock.State captured() {
        return captured.now();
    }

    @Override
    public void onSignals(List<Signal> batch) {
        long nowNs = clock.monotonicNs();
        for (Signal signal : batch) {
            if (signal instanceof Frame frame) {
                add(frame, nowNs);
            } else if (signal instanceof Tracks tracks) {
                video = tracks.first(Kind.VIDEO);
                audio = tracks.first(Kind.AUDIO);
                reorders = false;
                openGops = false;
                timing = video.filter(track -> track.codec() == VideoCodec.AVC)
                        .flatMap(track -> TimeCode.form(track.configuration()));
            }
        }
    }

    private void add(Frame frame, long nowNs) {
        long silentMs = (nowNs - lastAnyNs) / MS;
        if (silentMs >= GAP_MS) {
            gaps[seconds % MINUTE_S]++;
            gapMs[seconds % MINUTE_S] = Math.max(gapMs[seconds % MINUTE_S], silentMs);
        }
        lastAnyNs = nowNs;
        if (video.isPresent() && frame.track().id() == video.get().id()) {
            lastVideoNs = nowNs;
            videoMs = frame.dtsOn(1000);
            reorders |= frame.pts() != frame.dts();
            if (frame.isKey()) {
                lastKeyNs = nowNs;
                openGops = frame.has(Frame.OPEN_GOP);
            }
            clockOf(frame, nowNs);
        } else if (audio.isPresent() && frame.track().id() == audio.get().id()) {
            lastAudioNs = nowNs;
            audioMs = frame.dtsOn(1000);
            audioBytes += frame.payload().length();
            audioPackets++;
        } else if (frame.track().codec() == DataCodec.SCRIPT) {
            SystemTime.dayMs(frame.payload()).ifPresent(dayMs ->
                    captured.dayTime(CaptureClock.Source.SCRIPT, dayMs, clock.wallMs()));
        }
    }

    private void clockOf(Frame frame, long nowNs) {
        if (frame.capturedNs() > 0) {
            captured.epoch(frame.capturedNs() / MS, clock.wallMs());
        } else if (nowNs - timeLookedNs > TIME_EVERY_NS) {
            timeLookedNs = nowNs;
            timeCode(frame).ifPresent(code -> captured.dayTime(CaptureClock.Source.TIMECODE,
                    code.dayMs(declaredFps(frame.track())), clock.wallMs()));
        }
    }

    private Optional<TimeCode> timeCode(Frame frame) {
        if (frame.track().codec() == VideoCodec.HEVC) {
            return TimeCode.ofHevc(frame.payload().buffer());
        }
        return timing.flatMap(form -> TimeCode.ofAvc(frame.payload().buffer(), form));
    }

    private static double declaredFps(Track track) {
        return track.traits() instanceof Traits.Picture p ? p.framesPerKilosecond() / 1000.0 : 0;
    }

    /// A second is over.
    void second() {
        StreamReport report = stream.lastReport();
        long nowNs = clock.monotonicNs();
        seconds++;
        int slot = seconds % MINUTE_S;
        gaps[slot] = 0;
        gapMs[slot] = 0;
        if (seconds % BUCKET_S == 0) {
            int bucket = seconds / BUCKET_S % buckets.length;
            buckets[bucket] = report.bytesIn() - bytesBefore;
            bytesBefore = report.bytesIn();
        }
        mended.addLast(report.repairs());
        if (mended.size() > MINUTE_S) {
            mended.removeFirst();
        }
        publishers[slot] = report.publishers().size();
        if (audioPackets > 0) {
            packetBytes = packetBytes == 0 ? (double) audioBytes / audioPackets
                    : packetBytes * 0.8 + 0.2 * audioBytes / audioPackets;
            audioBytes = 0;
            audioPackets = 0;
        }
        captured.second(clock.wallMs());
        if (video.isPresent() && audio.isPresent()) {
            // Smoothed, since frames of one read come together.
            skewMs += (videoMs - audioMs - skewMs) / 4;
        }
        figures = report.onAirWallMs() == 0 ? Optional.empty()
                : Optional.of(sum(report, nowNs));
        if (report.onAirWallMs() == 0) {
            restart(nowNs);
        }
    }

    /// While nobody is on air nothing is late.
    private void restart(long nowNs) {
        lastVideoNs = nowNs;
        lastAudioNs = nowNs;
        lastKeyNs = nowNs;
        lastAnyNs = nowNs;
        skewMs = 0;
        captured.restart();
    }

    private IngestFigures sum(StreamReport report, long nowNs) {
        long onAirMs = clock.wallMs() - report.onAirWallMs();
        Optional<Video> picture = video.map(track -> new Video(track.codec().label(),
                declaredFps(track),
                report.framesPerSecond(), report.gopMs(), (nowNs - lastKeyNs) / MS,
                (nowNs - lastVideoNs) / MS, reorders, openGops));
        Optional<Audio> sound = audio.map(track -> new Audio((nowNs - lastAudioNs) / MS,
                packetBytes, track.codec() == AudioCodec.AAC || track.codec() == AudioCodec.OPUS));
        List<Long> rates = new ArrayList<>(BUCKETS);
        long onAirS = onAirMs / 1000;
        if (onAirS > (BUCKETS + 1) * BUCKET_S) {
            int newest = seconds / BUCKET_S;
            for (int i = BUCKETS - 1; i >= 0; i--) {
                rates.add(buckets[Math.floorMod(newest - i, buckets.length)] * 8 / BUCKET_S);
            }
        }
        int gapCount = 0;
        long longest = 0;
        int most = 0;
        for (int i = 0; i < MINUTE_S; i++) {
            gapCount += gaps[i];
            longest = Math.max(longest, gapMs[i]);
            most = Math.max(most, publishers[i]);
        }
        return new IngestFigures(onAirMs, picture, sound, rates, skewMs, gapCount, longest,
                lately(), most > report.publishers().size() && !report.publishers().isEmpty());
    }

    private Mended lately() {
        Repairs from = mended.getFirst();
        Repairs to = mended.getLast();
        return new Mended(to.jumps() - from.jumps(), to.audioAnchors() - from.audioAnchors(),
                to.steps() - from.steps() + to.clockMoves() - from.clockMoves(),
                to.dropped() - from.dropped());
    }

    @Override
    public void onEnd() {
        figures = Optional.empty();
    }
}
