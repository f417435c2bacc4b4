package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.format.avc.AvcConfiguration;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FlvDemuxerTest {

    private static final Bytes AAC_CONFIGURATION = Bytes.ofHex("AF 00 1210");
    private static final Bytes AAC_FRAME = Bytes.ofHex("AF 01 2110");

    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final List<Signal> out = new ArrayList<>();

    @ParameterizedTest
    @FieldSource("io.freshet.format.flv.FlvFiles#NAMES")
    void makesTheKnownSignalsOfEachFile(String name) throws MediaException {
        String expected = new String(FlvFiles.load(name + ".txt"), StandardCharsets.UTF_8);

        assertThat(FlvFiles.dump(FlvFiles.signals(FlvFiles.load(name)))).isEqualTo(expected);
    }

    @Test
    void announcesAllTracksOnceBeforeTheFirstFrame() throws MediaException {
        List<Signal> signals = FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv"));

        // The first belongs to onMetaData, which FFmpeg sends before any configuration.
        assertThat(signals.stream().filter(Tracks.class::isInstance)).hasSize(2);
        Tracks tracks = (Tracks) signals.get(2);
        assertThat(tracks.all().stream().map(Track::id)).containsExactly(1, 2, 90);
        assertThat(tracks.first(Kind.VIDEO).orElseThrow().codecString()).startsWith("avc1.");
    }

    @Test
    void ignoresRepeatedSequenceHeaders() throws MediaException {
        audio(0, AAC_CONFIGURATION);
        audio(0, AAC_FRAME);
        audio(23, AAC_CONFIGURATION);
        audio(23, AAC_FRAME);

        assertThat(out.stream().filter(Tracks.class::isInstance)).hasSize(1);
        assertThat(out).hasSize(3);
    }

    @Test
    void announcesAChangedSequenceHeader() throws MediaException {
        audio(0, AAC_CONFIGURATION);
        audio(0, AAC_FRAME);
        audio(23, Bytes.ofHex("AF 00 1190"));
        audio(23, AAC_FRAME);

        assertThat(out).hasSize(4);
        Track second = ((Tracks) out.get(2)).all().getFirst();
        assertThat(second.timescale()).isEqualTo(48_000);
        assertThat(((Frame) out.get(3)).track()).isEqualTo(second);
    }

    @Test
    void countsAudioInSamples() throws MediaException {
        audio(0, AAC_CONFIGURATION);
        audio(23, AAC_FRAME);
        audio(46, AAC_FRAME);

        assertThat(FlvFiles.frames(out).stream().map(Frame::pts)).containsExactly(1014L, 2029L);
    }

    @Test
    void dropsAndCountsFramesBeforeTheirConfiguration() throws MediaException {
        audio(0, AAC_FRAME);
        demuxer.accept(FlvTag.VIDEO, 0, Bytes.ofHex("17 01 000000 00000001 65"), out::add);

        assertThat(out).isEmpty();
        assertThat(demuxer.count(FlvAnomaly.BEFORE_CONFIGURATION)).isEqualTo(2);
    }

    @Test
    void dropsAndCountsEmptyMessages() throws MediaException {
        audio(0, Bytes.ofHex("AF 00"));
        audio(0, AAC_CONFIGURATION);
        audio(0, Bytes.ofHex("AF 01"));
        audio(0, Bytes.EMPTY);
        demuxer.accept(3, 0, Bytes.ofHex("00000000"), out::add);

        assertThat(out).isEmpty();
        assertThat(demuxer.count(FlvAnomaly.EMPTY)).isEqualTo(2);
        assertThat(demuxer.count(FlvAnomaly.IGNORED)).isEqualTo(1);
    }

    @Test
    void makesSeveralFramesOfAnMp3MessageThatHasThem() throws MediaException {
        byte[] frame = FlvFiles.frames(FlvFiles.signals(FlvFiles.load("mp3-mono.flv"))).get(1)
                .payload().toArray();
        byte[] body = new byte[1 + 2 * frame.length];
        body[0] = 0x2F;
        System.arraycopy(frame, 0, body, 1, frame.length);
        System.arraycopy(frame, 0, body, 1 + frame.length, frame.length);
        audio(0, Bytes.wrap(body));

        List<Frame> frames = FlvFiles.frames(out);
        assertThat(frames.stream().map(Frame::pts)).containsExactly(0L, 1152L);
        assertThat(frames.get(1).payload()).isEqualTo(Bytes.wrap(frame));
    }

    @Test
    void takesTheFrameRateOfOnMetaDataOnlyWhereTheConfigurationIsSilent() throws MediaException {
        List<FlvFiles.Tag> tags = FlvFiles.tags(FlvFiles.load("h264-bframes-aac.flv"));
        script(0, new AmfValue.Text("onMetaData"),
                new AmfValue.EcmaArray(Map.of("framerate", new AmfValue.Num(7))));
        for (FlvFiles.Tag tag : tags.subList(1, 8)) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), out::add);
        }

        Traits.Picture picture = (Traits.Picture) FlvFiles.frames(out).getFirst().track().traits();
        assertThat(picture.framesPerKilosecond()).isEqualTo(29_970);
    }

    @Test
    void takesParameterSetsInBandAsANewConfiguration() throws MediaException {
        Track other = FlvFiles.frames(FlvFiles.signals(FlvFiles.load("h264-open-gop.flv")))
                .getFirst().track();
        AvcConfiguration sets = AvcConfiguration.parse(other.configuration().buffer());
        List<FlvFiles.Tag> tags = FlvFiles.tags(FlvFiles.load("h264-bframes-aac.flv")).stream()
                .filter(tag -> tag.type() == FlvTag.VIDEO).toList();
        demuxer.accept(FlvTag.VIDEO, 0, tags.get(0).body(), out::add);
        demuxer.accept(FlvTag.VIDEO, 0, tags.get(1).body(), out::add);
        Bytes frame = tags.get(2).body();
        ByteBuffer body = ByteBuffer.allocate(1000).put(frame.slice(0, 5).buffer());
        for (Bytes set : List.of(sets.sps().getFirst(), sets.pps().getFirst())) {
            body.putInt(set.length()).put(set.buffer());
        }
        body.put(frame.slice(5, frame.length() - 5).buffer()).flip();
        demuxer.accept(FlvTag.VIDEO, 33, Bytes.copyOf(body), out::add);
        demuxer.accept(FlvTag.VIDEO, 66, tags.get(3).body(), out::add);

        assertThat(out.stream().map(signal -> signal.getClass().getSimpleName()))
                .containsExactly("Tracks", "Frame", "Tracks", "Frame", "Frame");
        Frame changed = (Frame) out.get(3);
        assertThat(changed.track()).isEqualTo(other);
        assertThat(changed.payload()).isEqualTo(frame.slice(5, frame.length() - 5));
        assertThat(((Frame) out.get(4)).track()).isEqualTo(other);
    }

    @Test
    void waitsForTheSizeOfVp9EvenIfAScriptMessageComesBetween() throws MediaException {
        script(0, new AmfValue.Text("onMetaData"), AmfValue.NULL);
        for (FlvFiles.Tag tag : FlvFiles.tags(FlvFiles.load("vp9-flac-enhanced.flv"))) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), out::add);
            if (tag.type() == FlvTag.VIDEO && out.size() == 2) {
                script(0, new AmfValue.Text("colorInfo"), AmfValue.NULL);
            }
        }
        assertThat(out.get(2)).isInstanceOf(Frame.class);
        Track video = ((Tracks) out.get(3)).first(Kind.VIDEO).orElseThrow();
        assertThat(video.traits()).isEqualTo(new Traits.Picture(128, 72, 0, 0));
    }

    @Test
    void readsFlacAnnouncedByItsBareBlockAsFfmpegDoes() throws MediaException {
        Bytes block = FlvFiles.frames(FlvFiles.signals(FlvFiles.load("vp9-flac-enhanced.flv")))
                .stream().map(Frame::track).filter(track -> track.kind() == Kind.AUDIO)
                .findFirst().orElseThrow().configuration();
        for (int skipped : new int[] {0, 4, 8}) {
            FlvDemuxer fresh = new FlvDemuxer();
            List<Signal> signals = new ArrayList<>();
            fresh.accept(FlvTag.AUDIO, 0, new FlvTag(8, 0, Bytes.ofHex("90 664C6143"),
                    block.slice(skipped, block.length() - skipped)).body(), signals::add);
            fresh.accept(FlvTag.AUDIO, 0, Bytes.ofHex("91 664C6143 FFF8"), signals::add);

            assertThat(((Frame) signals.get(1)).track().configuration()).isEqualTo(block);
        }
    }

    @Test
    void handsScriptMessagesOnWithoutTheirWrapper() throws MediaException {
        script(500, new AmfValue.Text("@setDataFrame"), new AmfValue.Text("onCuePoint"),
                new AmfValue.Num(1));
        script(500, new AmfValue.Text("@clearDataFrame"), new AmfValue.Text("onMetaData"));

        assertThat(out).hasSize(2);
        Frame frame = (Frame) out.get(1);
        assertThat(frame.track().id()).isEqualTo(FlvTrackIds.SCRIPT);
        assertThat(frame.pts()).isEqualTo(500);
        assertThat(frame.payload())
                .isEqualTo(Amf0.write(new AmfValue.Text("onCuePoint"), new AmfValue.Num(1)));
    }

    @Test
    void readsAmf3DataMessages() throws MediaException {
        Bytes values = Amf0.write(new AmfValue.Text("onText"));
        byte[] body = new byte[1 + values.length()];
        System.arraycopy(values.toArray(), 0, body, 1, values.length());
        demuxer.accept(15, 0, Bytes.wrap(body), out::add);

        assertThat(((Frame) out.get(1)).payload()).isEqualTo(values);
    }

    @Test
    void dropsScriptMessagesAboveTheBound() throws MediaException {
        demuxer.accept(FlvTag.SCRIPT, 0, Bytes.wrap(new byte[(64 << 10) + 1]), out::add);

        assertThat(out).isEmpty();
        assertThat(demuxer.count(FlvAnomaly.OVERSIZED_SCRIPT)).isEqualTo(1);
    }

    @Test
    void namesTracksByTheirNumber() throws MediaException {
        audio(0, Bytes.ofHex("95 20 6D703461 00 000002 1210 6D703461 07 000002 1190"));
        audio(0, Bytes.ofHex("95 11 6D703461 00 000002 2110 07 000002 2110"));

        assertThat(FlvFiles.frames(out).stream().map(frame -> frame.track().id()))
                .containsExactly(2, 0x207);
    }

    @Test
    void boundsTheNumberOfTracks() throws MediaException {
        for (int number = 0; number < Tracks.MAX_COUNT - 1; number++) {
            audio(0, track(number));
        }
        assertThatThrownBy(() -> audio(0, track(23)))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void movesPtsOfEncodersThatPutItBeforeDts() throws MediaException {
        List<Frame> good = FlvFiles.frames(videoWithComposition(0, 0, 0));
        List<Frame> moved = FlvFiles.frames(videoWithComposition(0, -40, 20));

        assertThat(good.stream().map(Frame::pts)).containsExactly(0L, 3600L, 7200L);
        assertThat(moved.stream().map(Frame::dts)).containsExactly(0L, 3600L, 7200L);
        assertThat(moved.stream().map(Frame::pts)).containsExactly(0L, 3600L, 12_600L);
    }

    @Test
    void doesNotBelieveACompositionTimeOfMinusHours() throws MediaException {
        List<Frame> frames = FlvFiles.frames(videoWithComposition(0, -8_000_000, 20));

        assertThat(frames.stream().map(Frame::pts)).containsExactly(0L, 3600L, 9000L);
    }

    @Test
    void throwsForADamagedMessageAndGoesOnWithTheNext() throws MediaException {
        audio(0, AAC_CONFIGURATION);
        assertThatThrownBy(() -> audio(0, Bytes.ofHex("AF 07 00")))
                .isInstanceOf(MalformedMediaException.class);
        audio(0, AAC_FRAME);

        assertThat(FlvFiles.frames(out)).hasSize(1);
    }

    @Test
    void passesHdrMetadataOnAsAScriptMessage() throws MediaException {
        Bytes color = Amf0.write(new AmfValue.Text("colorInfo"), new AmfValue.Obj(Map.of()));
        demuxer.accept(FlvTag.VIDEO, 40,
                new FlvTag(9, 40, Bytes.ofHex("D4 68766331"), color).body(), out::add);

        assertThat(((Frame) out.get(1)).payload()).isEqualTo(color);
        assertThat(((Frame) out.get(1)).pts()).isEqualTo(40);
    }

    /// The first three pictures of the fixture, 40 ms apart.
    private static List<Signal> videoWithComposition(int... compositionMs) throws MediaException {
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> out = new ArrayList<>();
        int count = 0;
        for (FlvFiles.Tag tag : FlvFiles.tags(FlvFiles.load("h264-bframes-aac.flv"))) {
            if (tag.type() != FlvTag.VIDEO || count == compositionMs.length) {
                continue;
            }
            byte[] body = tag.body().toArray();
            if (body[1] == 1) {
                body[2] = (byte) (compositionMs[count] >> 16);
                body[3] = (byte) (compositionMs[count] >> 8);
                body[4] = (byte) compositionMs[count];
            }
            demuxer.accept(FlvTag.VIDEO, 40L * count, Bytes.wrap(body), out::add);
            count += body[1];
        }
        return out;
    }

    private static Bytes track(int number) {
        return Bytes.ofHex("95 00 6D703461 " + String.format("%02X", number) + " 1210");
    }

    private void audio(long timestampMs, Bytes body) throws MediaException {
        demuxer.accept(FlvTag.AUDIO, timestampMs, body, out::add);
    }

    private void script(long timestampMs, AmfValue... values) throws MediaException {
        demuxer.accept(FlvTag.SCRIPT, timestampMs, Amf0.write(values), out::add);
    }
}
