package io.freshet.format.ts;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvReader;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.SyntheticSource.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Frames to write: made up, and from small files of FFmpeg.
final class Samples {

    static final Track VIDEO = SyntheticSource.video(1, 30_000);
    static final Track AUDIO = SyntheticSource.audio(2, 48_000);
    /// 2026-01-01T00:00:00Z.
    static final long START_MS = 1_767_225_600_000L;

    private Samples() {
    }

    /// Pictures with two B-frames, 30 a second, in NAL units with lengths.
    static List<Frame> pictures(int count) {
        Pictures encoder = new Pictures(VIDEO, 3_000, 30, 2);
        return encoder.frames(SyntheticSource.ticks(START_MS, VIDEO), count).stream()
                .map(Samples::withLength).toList();
    }

    static List<Frame> sounds(int count) {
        return SyntheticSource.sounds(AUDIO, SyntheticSource.ticks(START_MS, AUDIO), count);
    }

    private static Frame withLength(Frame frame) {
        byte[] noise = frame.payload().toArray();
        ByteBuffer bytes = ByteBuffer.wrap(noise);
        bytes.putInt(noise.length - 4).put((byte) (frame.isKey() ? 0x65 : 0x41));
        return new Frame(frame.track(), frame.dts(), frame.pts(), frame.flags(),
                Bytes.wrap(noise), 0);
    }

    /// The frames of a file beside the tests of FLV.
    static List<Frame> flv(String name) throws MediaException {
        List<Frame> frames = new ArrayList<>();
        FlvDemuxer demuxer = new FlvDemuxer();
        new FlvReader().read(ByteBuffer.wrap(resource("../flv/" + name)), (type, ms, body) ->
                demuxer.accept(type, ms, body, (Signal signal) -> {
                    if (signal instanceof Frame frame) {
                        frames.add(frame);
                    }
                }));
        return frames;
    }

    static byte[] resource(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
