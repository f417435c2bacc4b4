package io.freshet.benchmarks;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A stream of 720p30 at 1 Mbit/s with sound, a key frame every two seconds.
///
/// Threading: stateless.
final class Material {

    static final int GOP_FRAMES = 60;
    private static final int FPS = 30;
    private static final int FRAME_TICKS = 3_000;
    private static final int KEY_BYTES = 20_000;
    private static final int PICTURE_BYTES = 3_600;
    private static final int SOUND_BYTES = 340;
    private static final int HZ = 48_000;
    private static final int SAMPLES = 1_024;
    private static final int TIMESCALE = 90_000;

    static final Track VIDEO = new Track(1, VideoCodec.AVC, TIMESCALE,
            Bytes.ofHex("0164000dffe100176764000dacb20283f60220000003002000000641e2854901"
                    + "000668ebc3cb22c0fdf8f800"), "avc1.64000d",
            new Traits.Picture(1280, 720, FPS * 1_000, 0), "");
    static final Track AUDIO = new Track(2, AudioCodec.AAC, HZ, Bytes.ofHex("1190"), "mp4a.40.2",
            new Traits.Sound(HZ, 2, SAMPLES), "");
    static final Tracks TRACKS = new Tracks(List.of(VIDEO, AUDIO));

    private Material() {
    }

    /// Pictures and sound as they arrive, from a key frame on.
    static List<Frame> frames(int seconds) {
        List<Frame> frames = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < seconds * FPS; i++) {
            boolean isKey = i % GOP_FRAMES == 0;
            byte[] bytes = new byte[isKey ? KEY_BYTES : PICTURE_BYTES];
            random.nextBytes(bytes);
            // One NAL unit: a slice of an IDR picture or of another one.
            ByteBuffer.wrap(bytes).putInt(bytes.length - 4)
                    .putShort((short) (isKey ? 0x6588 : 0x4198));
            long dts = (long) i * FRAME_TICKS;
            frames.add(new Frame(VIDEO, dts, dts, isKey ? Frame.KEY : 0, Bytes.wrap(bytes), 0));
        }
        for (int i = 0; i < seconds * HZ / SAMPLES; i++) {
            byte[] bytes = new byte[SOUND_BYTES];
            random.nextBytes(bytes);
            long dts = (long) i * SAMPLES;
            frames.add(new Frame(AUDIO, dts, dts, Frame.KEY, Bytes.wrap(bytes), 0));
        }
        frames.sort(Comparator.comparingLong(frame -> frame.dtsOn(1_000_000)));
        return frames;
    }

    static List<Frame> pictures(int seconds) {
        return frames(seconds).stream().filter(frame -> frame.kind() == Kind.VIDEO).toList();
    }

    /// The same frames as tags of FLV.
    static List<FlvTag> tags(int seconds) {
        List<FlvTag> tags = new ArrayList<>();
        FlvMuxer muxer = new FlvMuxer(0);
        muxer.accept(TRACKS, _ -> { });
        frames(seconds).forEach(frame -> muxer.accept(frame, tags::add));
        return tags;
    }
}
