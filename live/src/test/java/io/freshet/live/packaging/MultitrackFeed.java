package io.freshet.live.packaging;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Streams of two qualities and two languages.
final class MultitrackFeed {

    static final Track LOW = new Track(257, Feed.VIDEO.codec(), 90_000,
            Bytes.ofHex("0142c01effe1 0004 6742c01e 01 0004 68ce3c80"), "avc1.42c01e",
            new Traits.Picture(640, 360, 30_000, 0), "");
    static final Track SECOND = SyntheticSource.audio(513, 48_000);
    static final Tracks ALL = new Tracks(List.of(Feed.VIDEO, Feed.AUDIO, LOW, SECOND));

    private static final double SECONDS = 40;

    private MultitrackFeed() {
    }

    /// By name, what the leader sends out.
    static Map<String, List<Signal>> streams() {
        Map<String, List<Signal>> streams = new LinkedHashMap<>();
        streams.put("two qualities, two languages", aligned(60, -30));
        streams.put("the lower quality comes late", aligned(420, 100));
        streams.put("the lower quality comes early", aligned(-350, -300));
        streams.put("the lower quality has key frames elsewhere",
                led(lower(75, 3000, 17), 50, _ -> true));
        streams.put("the lower quality has 15 fps and key frames 40 ms late",
                led(lower(30, 6000, 0).stream().map(f -> shifted(f, 3600)).toList(), 20,
                        _ -> true));
        streams.put("the lower quality stops and comes back", led(lower(60, 3000, 0), 40,
                f -> f.track().id() != LOW.id() || Feed.at(f) % 20 < 12.3));
        streams.put("the higher quality stops and comes back", led(lower(60, 3000, 0), 40,
                f -> f.track().id() != Feed.VIDEO.id() || Feed.at(f) % 20 < 12.3));
        streams.put("the lower quality is too coarse for parts",
                led(lower(10, 18_000, 0), 40, _ -> true));
        return streams;
    }

    /// Key frames of both qualities at the same times.
    static List<Signal> aligned(long lowLagMs, long secondLagMs) {
        return Feed.led(ALL, arriving(Map.of(LOW, lowLagMs, SECOND, secondLagMs),
                lower(60, 3000, 0)));
    }

    private static List<Signal> led(List<Frame> lower, long lagMs, Predicate<Frame> kept) {
        return Feed.led(ALL, Feed.keep(arriving(Map.of(LOW, lagMs), lower), kept));
    }

    /// Without B-frames; shown when those of the higher quality are, which have a frame of delay.
    ///
    /// @param skipped frames of its first GOP that are missing
    private static List<Frame> lower(int gopFrames, long frameTicks, int skipped) {
        long from = SyntheticSource.ticks(Feed.START_MS, LOW) + 3000 - skipped * frameTicks;
        List<Frame> frames = new Pictures(LOW, frameTicks, gopFrames, 0).frames(from,
                (int) (SECONDS * 90_000 / frameTicks));
        return frames.subList(skipped, frames.size());
    }

    private static Frame shifted(Frame frame, long ticks) {
        return new Frame(frame.track(), frame.dts() + ticks, frame.pts() + ticks, frame.flags(),
                frame.payload(), 0);
    }

    /// Higher quality with B-frames and sound in time, the others as much later as they lag.
    private static List<Frame> arriving(Map<Track, Long> lagsMs, List<Frame> lower) {
        List<Frame> sounds = SyntheticSource.sounds(SECOND,
                SyntheticSource.ticks(Feed.START_MS, SECOND), (int) (SECONDS * 48_000 / 1024));
        return Stream.of(Feed.pictures(60, 2, SECONDS), Feed.sounds(SECONDS), lower, sounds)
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(frame -> frame.dtsOn(1_000_000)
                        + lagsMs.getOrDefault(frame.track(), 0L) * 1000)).toList();
    }
}
