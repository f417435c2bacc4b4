package io.freshet.live.packaging;

import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Streams that tests cut and package, as a leader would send them out.
final class Feed {

    /// 2026-01-01T00:00:00Z, where output time starts.
    static final long START_MS = 1_767_225_600_000L;
    static final Track VIDEO = SyntheticSource.video(1, 30_000);
    static final Track AUDIO = SyntheticSource.audio(2, 48_000);
    static final Tracks BOTH = new Tracks(List.of(VIDEO, AUDIO));
    static final CutterStart FRESH = new CutterStart("live/test", 1, HighWater.NONE);

    private Feed() {
    }

    /// 30 fps pictures with a key frame every `gopFrames`.
    static List<Frame> pictures(int gopFrames, int reordered, double seconds) {
        return new Pictures(VIDEO, 3000, gopFrames, reordered)
                .frames(SyntheticSource.ticks(START_MS, VIDEO), (int) (seconds * 30));
    }

    /// 29.97 fps pictures, a GOP of 60: 2.002 s.
    static List<Frame> ntscPictures(double seconds) {
        return new Pictures(VIDEO, 3003, 60, 0)
                .frames(SyntheticSource.ticks(START_MS, VIDEO), (int) (seconds * 29.97));
    }

    /// AAC at 48 kHz that begins when the pictures do.
    static List<Frame> sounds(double seconds) {
        return SyntheticSource.sounds(AUDIO, SyntheticSource.ticks(START_MS, AUDIO),
                (int) (seconds * 48_000 / 1024));
    }

    /// The ordinary stream: GOP of 2 s, no B-frames, AAC, interleaved tidily.
    static List<Frame> ordinary(double seconds) {
        return SyntheticSource.interleaved(pictures(60, 0, seconds), sounds(seconds), 0);
    }

    /// Frames whose time in seconds from the start is such that they are kept.
    static List<Frame> keep(List<Frame> frames, Predicate<Frame> kept) {
        return frames.stream().filter(kept).toList();
    }

    /// Seconds of decode time from the start of the stream.
    static double at(Frame frame) {
        return frame.dtsOn(1_000_000) / 1e6 - START_MS / 1e3;
    }

    /// What the leader sends out for these frames; a changed track is announced before its first
    /// frame.
    static List<Signal> led(Tracks tracks, List<Frame> frames) {
        return led(new Cutter(PackagingOptions.DEFAULT, FRESH), tracks, frames);
    }

    static List<Signal> led(Cutter cutter, Tracks tracks, List<Frame> frames) {
        List<Signal> out = new ArrayList<>();
        Tracks now = tracks;
        cutter.accept(now, 0, START_MS, out::add);
        for (Frame frame : frames) {
            if (!now.byId(frame.track().id()).orElseThrow().equals(frame.track())) {
                now = now.with(frame.track());
                cutter.accept(now, 0, frame.dtsOn(1000), out::add);
            }
            cutter.accept(frame, 0, frame.dtsOn(1000), out::add);
        }
        return out;
    }

    static List<Mark.Cut> cuts(List<Signal> signals) {
        return signals.stream().filter(Mark.Cut.class::isInstance).map(Mark.Cut.class::cast)
                .toList();
    }

    static List<Signal> keepMarks(List<Signal> signals) {
        return signals.stream().filter(Mark.class::isInstance).toList();
    }
}
