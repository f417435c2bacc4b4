package io.freshet.tools.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.aac.AacTrack;
import io.freshet.format.avc.AvcTrack;
import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.testkit.SyntheticSource;
import io.freshet.tools.figures.Section;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Streams as players get them, well and ill.
final class StreamWatchTest {

    private static final long START_NS = 5_000_000_000L;
    private static final Track VIDEO;
    private static final Track AUDIO;

    static {
        try {
            // What x264 and FFmpeg's AAC encoder made of the demo clip.
            VIDEO = AvcTrack.of(1, Bytes.ofHex("0164001fffe1001c6764001facb300a00b74d4040405000003"
                    + "000100000300320f18326801000668e970f2c8b0fdf8f800"));
            AUDIO = AacTrack.of(2, Bytes.ofHex("1190"));
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    private static List<FlvTag> tags(int gopFrames, long audioLagMs) {
        List<Frame> pictures = new SyntheticSource.Pictures(VIDEO, 3000, gopFrames, 0)
                .frames(0, 450);
        List<Frame> sounds = SyntheticSource.sounds(AUDIO, 0, 703);
        FlvMuxer muxer = new FlvMuxer(0);
        List<FlvTag> tags = new ArrayList<>();
        muxer.accept(new Tracks(List.of(VIDEO, AUDIO)), tags::add);
        SyntheticSource.interleaved(pictures, sounds, audioLagMs)
                .forEach(frame -> muxer.accept(coded(frame), tags::add));
        return tags;
    }

    /// The frame with a slice that is one, of which nobody looks at more than the first byte.
    private static Frame coded(Frame frame) {
        if (frame.kind() != Kind.VIDEO) {
            return frame;
        }
        Bytes slice = Bytes.ofHex(frame.isKey() ? "00000004 65888480" : "00000004 419a2001");
        return new Frame(frame.track(), frame.dts(), frame.pts(), frame.flags(), slice, 0);
    }

    /// Each tag at its own time, `pace` times as fast.
    private static StreamWatch watch(List<FlvTag> tags, double pace) {
        StreamWatch watch = new StreamWatch(START_NS);
        for (FlvTag tag : tags) {
            long nowNs = START_NS + (long) (tag.timestampMs() * 1e6 / pace);
            watch.accept(tag.type(), tag.timestampMs(), tag.body(), nowNs, 0);
        }
        return watch;
    }

    @Test
    void whatIsWellHasNoFindings() {
        StreamWatch watch = watch(tags(60, 0), 1);
        assertThat(watch.findings()).isEmpty();
        Section video = watch.sections().get(1);
        assertThat(video.name()).isEqualTo("video");
        assertThat(video.amount("frames_per_s", 0)).isBetween(29.9, 30.1);
        assertThat(video.amount("longest_gop_s", 0)).isBetween(1.99, 2.01);
        assertThat(watch.sections().get(2).amount("sample_rate_hz", 0)).isEqualTo(48_000);
    }

    @Test
    void mediaSlowerThanTimeIsAFinding() {
        assertThat(watch(tags(60, 0), 0.8).findings()).singleElement().asString()
                .contains("s of media come in a second");
    }

    @Test
    void soundFarBehindThePictureIsAFinding() {
        assertThat(watch(tags(60, 900), 1).findings()).anyMatch(each ->
                each.contains("picture and sound are"));
    }

    @Test
    void keyFramesFarApartAreAFinding() {
        assertThat(watch(tags(330, 0), 1).findings()).singleElement().asString()
                .contains("from key frame to key frame");
    }

    @Test
    void aJumpIsAFinding() {
        List<FlvTag> tags = new ArrayList<>(tags(60, 0));
        tags.removeIf(tag -> tag.timestampMs() > 4_000 && tag.timestampMs() < 6_000);
        assertThat(watch(tags, 1).findings()).anyMatch(each -> each.contains("timestamps jump"));
    }

    @Test
    void nothingIsAFindingToo() {
        assertThat(new StreamWatch(0).findings()).containsExactly(
                "stream: neither picture nor sound came");
        assertThat(new StreamWatch(0).isAlive()).isFalse();
    }
}
