package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.aac.AacTrack;
import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvMuxerTest {

    /// 2026-01-01, a multiple of 1000.
    private static final long EPOCH_MS = 1_767_225_600_000L;

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac.flv", "h264-open-gop.flv", "mp3-mono.flv"})
    void givesBackTheMessagesThatCameIn(String name) throws MediaException {
        byte[] file = FlvFiles.load(name);
        List<FlvTag> tags = mux(new FlvMuxer(0), FlvFiles.signals(file));

        assertThat(frames(tags.stream().map(tag ->
                new FlvFiles.Tag(tag.type(), tag.timestampMs(), tag.body())).toList()))
                .isEqualTo(frames(FlvFiles.tags(file)));
    }

    @ParameterizedTest
    @FieldSource("io.freshet.format.flv.FlvFiles#NAMES")
    void demuxedMuxedAndDemuxedIsEqual(String name) throws MediaException {
        List<Signal> signals = FlvFiles.signals(FlvFiles.load(name));
        List<Signal> again = FlvFiles.hop(signals, new FlvMuxer(0), new FlvDemuxer());

        assertThat(FlvFiles.frames(again)).isEqualTo(FlvFiles.frames(signals));
    }

    @Test
    void carriesEveryTickOverTwoHopsAndMore() throws MediaException {
        List<Signal> signals = exactTicks();
        List<Frame> frames = FlvFiles.frames(signals);
        for (int hop = 0; hop < 3; hop++) {
            signals = FlvFiles.hop(signals,
                    new FlvMuxer(EPOCH_MS, TrackChoice.ALL_TRACKS, Precision.TICKS),
                    new FlvDemuxer(EPOCH_MS));
            assertThat(FlvFiles.frames(signals)).isEqualTo(frames);
        }
        assertThat(frames.getFirst().dts()).isEqualTo(EPOCH_MS * 90 + 1);
    }

    @Test
    void roundsToTheNearestMillisecondForPlayers() throws MediaException {
        List<Signal> signals = exactTicks();
        List<Frame> frames = FlvFiles.frames(signals);
        List<Frame> hopped = FlvFiles.frames(
                FlvFiles.hop(signals, new FlvMuxer(EPOCH_MS), new FlvDemuxer(EPOCH_MS)));

        assertThat(hopped).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            int timescale = frames.get(i).track().timescale();
            assertThat(hopped.get(i).dts() - frames.get(i).dts())
                    .isBetween(-timescale / 2000L - 1, timescale / 2000L + 1);
            assertThat(hopped.get(i).pts() - frames.get(i).pts())
                    .isBetween(-timescale / 2000L - 1, timescale / 2000L + 1);
        }
    }

    @Test
    void countsTimestampsFromItsOriginModulo32Bits() throws MediaException {
        Track track = AacTrack.of(2, Bytes.ofHex("1210"));
        FlvMuxer muxer = new FlvMuxer(1000);
        mux(muxer, List.of(new Tracks(List.of(track))));
        long ticks = FlvTime.ticks(1000 + (1L << 32) + 5, 0, 44_100);

        assertThat(mux(muxer, List.of(frame(track, ticks))).getFirst().timestampMs()).isEqualTo(5);
    }

    @Test
    void writesOnMetaDataAndConfigurationsOnlyForWhatChanged() throws MediaException {
        List<Signal> signals = FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv"));
        Tracks tracks = (Tracks) signals.get(2);
        FlvMuxer muxer = new FlvMuxer(0);

        List<FlvTag> first = mux(muxer, List.of(tracks));
        assertThat(first.stream().map(FlvTag::type)).containsExactly(18, 9, 8);
        assertThat(mux(muxer, List.of(tracks))).isEmpty();

        Track changed = AacTrack.of(2, Bytes.ofHex("1190"));
        List<FlvTag> second = mux(muxer, List.of(tracks.with(changed)));
        assertThat(second.stream().map(FlvTag::type)).containsExactly(18, 8);
        assertThat(second.get(1).body()).isEqualTo(Bytes.ofHex("AF00 1190"));
    }

    @Test
    void saysInOnMetaDataWhatTheTracksSay() throws MediaException {
        Tracks tracks = (Tracks) FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv")).get(2);
        Bytes body = mux(new FlvMuxer(0), List.of(tracks)).getFirst().body();

        List<AmfValue> values = Amf0.parseAll(body.buffer());
        assertThat(values.getFirst()).isEqualTo(new AmfValue.Text("onMetaData"));
        AmfValue.EcmaArray metadata = (AmfValue.EcmaArray) values.get(1);
        assertThat(metadata.number("width", 0)).isEqualTo(128);
        assertThat(metadata.number("height", 0)).isEqualTo(72);
        assertThat(metadata.number("framerate", 0)).isEqualTo(29.97);
        assertThat(metadata.number("videocodecid", 0)).isEqualTo(7);
        assertThat(metadata.number("audiocodecid", 0)).isEqualTo(10);
        assertThat(metadata.number("audiosamplerate", 0)).isEqualTo(44_100);
        assertThat(metadata.property("stereo")).contains(new AmfValue.Bool(false));
        assertThat(metadata.text("encoder")).contains("Freshet");
    }

    @Test
    void choosesTracks() throws MediaException {
        List<Signal> signals = FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv"));

        assertThat(types(signals, TrackChoice.AUDIO_ONLY)).containsOnly(8, 18);
        assertThat(types(signals, TrackChoice.VIDEO_ONLY)).containsOnly(9, 18);
        assertThat(types(signals, TrackChoice.DEFAULT_TRACKS)).containsOnly(8, 9, 18);
    }

    @Test
    void sendsFurtherTracksToThoseAloneWhoAskForAll() throws MediaException {
        Track first = AacTrack.of(2, Bytes.ofHex("1210"));
        Track second = AacTrack.of(0x207, Bytes.ofHex("1190"));
        Track foreign = AacTrack.of(77, Bytes.ofHex("1190"));
        List<Signal> signals = List.of(new Tracks(List.of(first, second, foreign)),
                frame(first, 0), frame(second, 0), frame(foreign, 0));

        assertThat(FlvFiles.frames(FlvFiles.hop(signals, new FlvMuxer(0), new FlvDemuxer())))
                .hasSize(1);
        assertThat(FlvFiles.frames(FlvFiles.hop(signals,
                new FlvMuxer(0, TrackChoice.ALL_TRACKS, Precision.TICKS), new FlvDemuxer()))
                .stream().map(frame -> frame.track().id())).containsExactly(2, 0x207, 0x201);
    }

    @Test
    void endsTheSequence() throws MediaException {
        List<Signal> signals = FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv"));
        FlvMuxer muxer = new FlvMuxer(0);
        mux(muxer, signals);

        List<FlvTag> tags = mux(muxer, List.of(new Mark.EndOfStream(new Timestamp(0, 90_000))));
        assertThat(tags).hasSize(1);
        assertThat(tags.getFirst().body()).isEqualTo(Bytes.ofHex("17 02 000000"));
    }

    @Test
    void sharesPrefixesAndPayloads() throws MediaException {
        Track track = AacTrack.of(2, Bytes.ofHex("1210"));
        FlvMuxer muxer = new FlvMuxer(0);
        mux(muxer, List.of(new Tracks(List.of(track))));
        Frame frame = frame(track, 0);
        FlvTag tag = mux(muxer, List.of(frame)).getFirst();

        assertThat(tag.payload()).isSameAs(frame.payload());
        assertThat(mux(muxer, List.of(frame(track, 1024))).getFirst().prefix())
                .isSameAs(tag.prefix());
    }

    @Test
    void passesScriptMessagesAndHdrMetadataOnButNotForeignOnMetaData() throws MediaException {
        Bytes cue = Amf0.write(new AmfValue.Text("onCuePoint"), new AmfValue.Num(3));
        Bytes color = Amf0.write(new AmfValue.Text("colorInfo"), AmfValue.NULL);
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> signals = new ArrayList<>();
        for (FlvFiles.Tag tag : FlvFiles.tags(FlvFiles.load("h264-open-gop.flv"))) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), signals::add);
        }
        demuxer.accept(FlvTag.SCRIPT, 1200, cue, signals::add);
        demuxer.accept(FlvTag.SCRIPT, 1200, color, signals::add);
        List<FlvTag> tags = mux(new FlvMuxer(0), signals);

        assertThat(tags.stream().filter(tag -> tag.type() == 18)).hasSize(2);
        assertThat(tags.get(tags.size() - 2).body()).isEqualTo(cue);
        assertThat(tags.getLast().prefix()).isEqualTo(Bytes.ofHex("94 61766331"));
        assertThat(tags.getLast().payload()).isEqualTo(color);
    }

    /// The fixture's pictures at 30000/1001 fps in 90 kHz and its audio in whole frames.
    private static List<Signal> exactTicks() throws MediaException {
        List<Signal> exact = new ArrayList<>();
        long video = 0;
        long audio = 0;
        for (Signal signal : FlvFiles.signals(FlvFiles.load("h264-bframes-aac.flv"))) {
            if (!(signal instanceof Frame frame)) {
                exact.add(signal);
            } else if (frame.track().id() == FlvTrackIds.DEFAULT_VIDEO) {
                long dts = EPOCH_MS * 90 + 1 + 3003 * video++;
                long reordered = Math.round((frame.pts() - frame.dts()) / 3003.0);
                exact.add(frame.at(dts, dts + 3003 * reordered));
            } else if (frame.track().id() == FlvTrackIds.DEFAULT_AUDIO) {
                long pts = EPOCH_MS / 1000 * 44_100 + 17 + 1024 * audio++;
                exact.add(frame.at(pts, pts));
            }
        }
        return exact;
    }

    private static Frame frame(Track track, long pts) {
        return new Frame(track, pts, pts, Frame.KEY, Bytes.ofHex("2110"), 0);
    }

    private static List<FlvTag> mux(FlvMuxer muxer, List<Signal> signals) {
        List<FlvTag> tags = new ArrayList<>();
        signals.forEach(signal -> muxer.accept(signal, tags::add));
        return tags;
    }

    private static List<Integer> types(List<Signal> signals, TrackChoice choice) {
        return mux(new FlvMuxer(0, choice, Precision.MILLISECONDS), signals).stream()
                .map(FlvTag::type).toList();
    }

    /// Without configuration and script.
    private static List<FlvFiles.Tag> frames(List<FlvFiles.Tag> tags) {
        return tags.stream().filter(tag -> switch (tag.type()) {
            case FlvTag.AUDIO -> tag.body().at(0) != 0xAF || tag.body().at(1) == 1;
            case FlvTag.VIDEO -> tag.body().at(1) == 1;
            default -> false;
        }).toList();
    }
}
