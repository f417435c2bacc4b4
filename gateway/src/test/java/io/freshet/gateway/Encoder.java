package io.freshet.gateway;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import io.freshet.testkit.SyntheticSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What an encoder of 25 fps and 48 kHz sends; a key frame a second.
///
/// Threading: confined to the test.
final class Encoder {

    /// 320x240, of x264.
    private static final Bytes AVC = Bytes.ofHex("0164000dffe100176764000dacb20283f602200000"
            + "03002000000641e2854901000668ebc3cb22c0fdf8f800");
    static final Track VIDEO = new Track(1, VideoCodec.AVC, 90_000, AVC, "avc1.64000d",
            new Traits.Picture(320, 240, 25_000, 0), "");
    static final Track AUDIO = SyntheticSource.audio(2, 48_000);
    static final Tracks TRACKS = new Tracks(List.of(VIDEO, AUDIO));

    private final List<Frame> frames;
    private int next;

    /// @param seconds that it has to say
    Encoder(int seconds) {
        frames = SyntheticSource.interleaved(
                new SyntheticSource.Pictures(VIDEO, 3600, 25, 0).frames(0, 25 * seconds).stream()
                        .map(Encoder::slice).toList(),
                SyntheticSource.sounds(AUDIO, 0, 48_000 * seconds / 1024), 0);
    }

    /// One NAL unit of an I or a P slice; what is in it does not matter to a server.
    private static Frame slice(Frame frame) {
        byte[] bytes = new byte[frame.payload().length()];
        frame.payload().buffer().get(bytes);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4)
                .putShort((short) (frame.isKey() ? 0x6588 : 0x4198));
        return new Frame(frame.track(), frame.dts(), frame.pts(), frame.flags(), Bytes.wrap(bytes),
                0);
    }

    static List<Signal> tracks() {
        return List.of(TRACKS);
    }

    /// The frames of the next `ms`.
    List<Signal> next(int ms) {
        List<Signal> due = new ArrayList<>();
        long until = frames.get(next).dtsOn(1000) + ms;
        while (next < frames.size() && frames.get(next).dtsOn(1000) < until) {
            due.add(frames.get(next++));
        }
        return due;
    }
}
