package io.freshet.testkit;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Frames with the times and flags of a real encoder and bytes that mean nothing.
///
/// The same call gives the same frames, so that two runs can be compared byte by byte.
///
/// Threading: stateless.
public final class SyntheticSource {

    private static final int VIDEO_TIMESCALE = 90_000;
    private static final int KEY_BYTES = 9_000;
    private static final int PICTURE_BYTES = 1_200;
    private static final int SOUND_BYTES = 180;
    private static final Bytes AVC = Bytes.ofHex("0164001f ffe1 0008 6764001facd94050"
            + "01 0006 68ebe3cb22c0 fdf8f800");

    private SyntheticSource() {
    }

    /// An H.264 track of 1280x720.
    public static Track video(int id, int framesPerKilosecond) {
        return new Track(id, VideoCodec.AVC, VIDEO_TIMESCALE, AVC, "avc1.64001f",
                new Traits.Picture(1280, 720, framesPerKilosecond, 2), "");
    }

    /// A stereo AAC-LC track of 48 000 or 44 100 Hz.
    public static Track audio(int id, int sampleRateHz) {
        Bytes configuration = Bytes.ofHex(sampleRateHz == 48_000 ? "1190" : "1210");
        return new Track(id, AudioCodec.AAC, sampleRateHz, configuration, "mp4a.40.2",
                new Traits.Sound(sampleRateHz, 2, 1024), "");
    }

    /// A video encoder.
    ///
    /// @param track      what it makes
    /// @param frameTicks how long a frame lasts: 3000 for 30 fps, 3003 for 29.97
    /// @param gopFrames  from key frame to key frame
    /// @param reordered  B-frames between two others; 0 for none
    public record Pictures(Track track, long frameTicks, int gopFrames, int reordered) {

        /// Frames in decode order, the first one a key frame at `from` ticks.
        public List<Frame> frames(long from, int count) {
            List<Frame> frames = new ArrayList<>();
            for (int gop = 0; frames.size() < count; gop++) {
                addGop(frames, from + (long) gop * gopFrames * frameTicks);
            }
            return List.copyOf(frames.subList(0, count));
        }

        private void addGop(List<Frame> frames, long from) {
            int decoded = 0;
            add(frames, from, decoded++, 0);
            for (int shown = 1; shown < gopFrames; shown += reordered + 1) {
                int anchor = Math.min(shown + reordered, gopFrames - 1);
                add(frames, from, decoded++, anchor);
                for (int between = shown; between < anchor; between++) {
                    add(frames, from, decoded++, between);
                }
            }
        }

        private void add(List<Frame> frames, long from, int decoded, int shown) {
            int delay = reordered > 0 ? 1 : 0;
            long dts = from + decoded * frameTicks;
            long pts = from + (shown + delay) * frameTicks;
            int bytes = decoded == 0 ? KEY_BYTES : PICTURE_BYTES;
            frames.add(new Frame(track, dts, pts, decoded == 0 ? Frame.KEY : 0,
                    noise(dts, bytes), 0));
        }
    }

    /// Sound of 1024 samples a frame.
    public static List<Frame> sounds(Track track, long from, int count) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = from + i * 1024L;
            frames.add(new Frame(track, at, at, Frame.KEY, noise(at, SOUND_BYTES), 0));
        }
        return frames;
    }

    /// Both in the order in which they arrive when `second` comes `lagMs` later than its time says.
    public static List<Frame> interleaved(List<Frame> first, List<Frame> second, long lagMs) {
        record Arrival(long us, Frame frame) {
        }
        List<Arrival> arrivals = new ArrayList<>();
        first.forEach(frame -> arrivals.add(new Arrival(frame.dtsOn(1_000_000), frame)));
        second.forEach(frame ->
                arrivals.add(new Arrival(frame.dtsOn(1_000_000) + lagMs * 1_000, frame)));
        arrivals.sort(Comparator.comparingLong(Arrival::us));
        return arrivals.stream().map(Arrival::frame).toList();
    }

    /// `ms` of the Unix epoch on a track's clock.
    public static long ticks(long ms, Track track) {
        return Timestamp.rescale(ms, 1000, track.timescale());
    }

    private static Bytes noise(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
