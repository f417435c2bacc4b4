package io.freshet.format.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.format.flv.FlvAnomaly;
import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.testkit.ByteFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayWireTest {

    private static final RelayHello HELLO = RelayHello.at(1_767_225_600_000L, 7, false);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.freshet.format.relay.RelayCases#all")
    void whatIsWrittenIsRead(RelayCases.Case each) throws MediaException {
        List<FlvTag> tags = RelayCases.tags(List.of(each.signal()));
        List<FlvTag> scripts = tags.stream().filter(tag -> tag.type() == FlvTag.SCRIPT
                && !tag.body().toString().startsWith("02000a6f6e4d657461")).toList();
        assertThat(RelayCases.read(HELLO, scripts)).containsExactly(each.signal());
    }

    /// The tracks are told of before the first frame, whatever its time modulo 2^32.
    @Test
    void timesInTheUpperHalfOf32BitsAreKept() throws MediaException {
        for (long ms : new long[] {418L << 32, (418L << 32) - 1, (417L << 32) + (1L << 31),
                (417L << 32) + (1L << 24) - 5_000, (417L << 32) + (1L << 24) + 5}) {
            List<Signal> signals = new ArrayList<>();
            for (Signal signal : RelayCases.file("h264-bframes-aac.flv")) {
                if (signal instanceof Tracks) {
                    signals.add(signal);
                } else if (signal instanceof Frame frame
                        && frame.track().codec() != DataCodec.SCRIPT) {
                    long shift = ms * frame.track().timescale() / 1000;
                    signals.add(frame.at(frame.dts() + shift, frame.pts() + shift));
                }
            }
            assertThat(dump(RelayCases.read(RelayHello.at(ms, 1, false),
                    RelayCases.tags(signals)))).as("at " + ms).isEqualTo(dump(signals));
        }
    }

    /// 90 kHz pictures with B-frames, sound at 44.1 kHz, every codec, at epoch time.
    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac.flv", "h264-open-gop.flv", "mp3-mono.flv",
            "hevc-aac-enhanced.flv", "av1-opus-enhanced.flv", "vp9-flac-enhanced.flv"})
    void everyTickAndMarkIsTheSameAfterTwoHops(String file) throws MediaException {
        List<Signal> signals = new ArrayList<>();
        int count = 0;
        for (Signal signal : RelayCases.file(file)) {
            if (signal instanceof Frame frame && frame.kind() != io.freshet.media.Kind.DATA) {
                if (count++ % 7 == 3) {
                    signals.add(RelayCases.cut(count, 5));
                }
                long shift = 1_767_225_600L * frame.track().timescale() + count * 17L % 11;
                long dts = frame.dts() + shift;
                signals.add(frame.at(dts, Math.max(dts, frame.pts() + shift)));
            } else if (signal instanceof Tracks) {
                signals.add(signal);
            }
        }
        RelayHello hello = RelayHello.at(1_767_225_600_000L, 5, false);
        List<Signal> once = RelayCases.read(hello, RelayCases.tags(signals));
        List<Signal> twice = RelayCases.read(hello, RelayCases.tags(once));
        assertThat(dump(twice)).isEqualTo(dump(once)).isEqualTo(dump(signals));
    }

    private static List<String> dump(List<Signal> signals) {
        return signals.stream().map(signal -> signal instanceof Frame frame
                ? frame.track().id() + " " + frame.dts() + " " + frame.pts() + " " + frame.flags()
                        + " " + Bytes.wrap(frame.payload().toArray()).hashCode()
                : signal.toString()).toList();
    }

    @Test
    void timestampsPassTheEndOf32BitsInMidStream() throws MediaException {
        long edgeMs = (1_767_225_600_000L >>> 32) + 1 << 32;
        List<Signal> frames = new ArrayList<>();
        frames.add(RelayCases.file("mp3-mono.flv").stream().filter(Tracks.class::isInstance)
                .reduce((_, last) -> last).orElseThrow());
        for (Signal signal : RelayCases.file("mp3-mono.flv")) {
            if (signal instanceof Frame frame && frame.track().codec() != DataCodec.SCRIPT) {
                long shift = (edgeMs - 200) * frame.track().timescale() / 1000;
                frames.add(frame.at(frame.dts() + shift, frame.pts() + shift));
            }
        }
        List<Signal> out = RelayCases.read(RelayHello.at(edgeMs - 200, 1, true),
                RelayCases.tags(frames));
        assertThat(dump(out)).isEqualTo(dump(frames));
    }

    @Test
    void aTrackThatIsGoneIsGoneThereToo() throws MediaException {
        Tracks both = new Tracks(List.of(RelayCases.VIDEO, RelayCases.AUDIO));
        Tracks one = new Tracks(List.of(RelayCases.AUDIO));
        List<FlvTag> tags = RelayCases.tags(List.of(both, one)).stream()
                .filter(tag -> tag.type() == FlvTag.SCRIPT).toList();
        assertThat(RelayCases.read(HELLO, tags.stream().filter(tag -> tag.prefix().length() == 0)
                .toList())).containsExactly(both, one);
    }

    @Test
    void helloAndLiveAreKnownWhenTheyHaveCome() throws MediaException {
        RelayDemuxer demuxer = new RelayDemuxer();
        assertThat(demuxer.hello()).isEmpty();
        give(demuxer, RelayMuxer.hello(new RelayHello(1L << 40, 9, true)));
        assertThat(demuxer.hello()).contains(new RelayHello(1L << 40, 9, true));
        give(demuxer, RelayMuxer.alive());
        assertThat(demuxer.isLive()).isFalse();
        give(demuxer, RelayMuxer.live());
        assertThat(demuxer.isLive()).isTrue();
        assertThatThrownBy(() -> give(demuxer, RelayMuxer.hello(HELLO)))
                .hasMessageContaining("twice");
    }

    private static void give(RelayDemuxer demuxer, FlvTag tag) throws MediaException {
        demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), _ -> { });
    }

    @Test
    void nothingIsTakenBeforeTheHello() {
        RelayDemuxer demuxer = new RelayDemuxer();
        assertThatThrownBy(() -> give(demuxer, RelayMuxer.live()))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> give(new RelayDemuxer(),
                new FlvTag(FlvTag.VIDEO, 0, Bytes.EMPTY, Bytes.ofHex("1701000000"))))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void anotherVersionIsRefused() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("version", new AmfValue.Num(2));
        assertThatThrownBy(() -> RelayHello.parse(new AmfValue.Obj(fields)))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    /// Each field left out, one too many, and each with a value out of its range.
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.freshet.format.relay.RelayCases#all")
    void marksAreReadStrictly(RelayCases.Case each) throws MalformedMediaException {
        if (!(each.signal() instanceof io.freshet.media.Mark mark)
                || !(RelayMark.write(mark) instanceof AmfValue.Obj(Map<String, AmfValue> all))) {
            return;
        }
        assertThat(RelayMark.parse(new AmfValue.Obj(all))).isEqualTo(mark);
        for (String name : all.keySet()) {
            Map<String, AmfValue> less = new LinkedHashMap<>(all);
            less.remove(name);
            refused(less);
            for (AmfValue wrong : List.of(AmfValue.NULL, new AmfValue.Num(Double.NaN),
                    new AmfValue.Num(0.5), new AmfValue.Num(1e300), new AmfValue.Text("cuts"))) {
                Map<String, AmfValue> other = new LinkedHashMap<>(all);
                other.put(name, wrong);
                refused(other);
            }
        }
        Map<String, AmfValue> more = new LinkedHashMap<>(all);
        more.put("x", AmfValue.NULL);
        refused(more);
    }

    private static void refused(Map<String, AmfValue> fields) {
        assertThatThrownBy(() -> RelayMark.parse(new AmfValue.Obj(fields)))
                .as(fields.toString()).isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void aDigestThatIsNoneDoesNotBecomeAPath() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        if (RelayMark.write(RelayCases.cut(1, 1)) instanceof AmfValue.Obj(var all)) {
            fields.putAll(all);
        }
        fields.put("digests", new AmfValue.Obj(Map.of("1", new AmfValue.Text("../../x"))));
        refused(fields);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.freshet.format.relay.RelayCases#all")
    void damageIsToldAsDamage(RelayCases.Case each) {
        for (FlvTag tag : RelayCases.tags(List.of(each.signal()))) {
            byte[] good = tag.body().toArray();
            List<byte[]> bad = new ArrayList<>(ByteFaults.cutAtEveryByte(good));
            bad.addAll(ByteFaults.damaged(good, 300, 5));
            for (byte[] body : bad) {
                try {
                    RelayCases.read(HELLO, List.of(new FlvTag(tag.type(), 0, Bytes.EMPTY,
                            Bytes.wrap(body))));
                } catch (MediaException expected) {
                    assertThat(expected).hasMessageNotContaining("null");
                }
            }
        }
    }

    /// What nodes tell each other does not come from encoders.
    @Test
    void anEncoderCannotSpeakAsANode() throws MediaException {
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> out = new ArrayList<>();
        Bytes mark = Amf0.write(new AmfValue.Text(RelayMark.NAME),
                RelayMark.write(RelayCases.cut(1, 1L << 50)));
        demuxer.accept(FlvTag.SCRIPT, 0, mark, out::add);
        assertThat(out).isEmpty();
        assertThat(demuxer.count(FlvAnomaly.IGNORED)).isEqualTo(1);
    }
}
