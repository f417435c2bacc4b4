package io.freshet.format.relay;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvReader;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Named signals; they drive writing, parsing and the fuzz seeds.
final class RelayCases {

    /// What one node tells another.
    record Case(String name, Signal signal) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// 2026-01-01, an odd number of ticks later.
    static final Timestamp AT = new Timestamp(1_767_225_600L * 90_000 + 12_345, 90_000);
    static final Track VIDEO = new Track(1, VideoCodec.AVC, 90_000, Bytes.ofHex("0164001fffe1"),
            "avc1.64001f", new Traits.Picture(1280, 720, 29_970, -1), "");
    static final Track AUDIO = new Track(0x203, AudioCodec.OPUS, 48_000, Bytes.ofHex("4f70"),
            "opus", new Traits.Sound(48_000, 2, 0), "gsw");
    static final Track SCRIPT = new Track(90, DataCodec.SCRIPT, 1000, Bytes.EMPTY, "",
            new Traits.None(), "");

    private RelayCases() {
    }

    static Stream<Case> all() {
        return Stream.of(
                new Case("a cut", cut(1004105455, 7)),
                new Case("a cut of nobody's session", new Mark.Cut(0, 0,
                        new Timestamp(-1, 1), 0, 0, false, 0, Map.of(), 0, 0, false)),
                new Case("a cut with everything large", new Mark.Cut(Integer.MIN_VALUE, 1L << 53,
                        new Timestamp(1L << 53, Integer.MAX_VALUE), 3600, Integer.MAX_VALUE, true,
                        1L << 53, Map.of(999_999_999, "0".repeat(64)), -(1L << 53), 1L << 53,
                        true)),
                new Case("the end", new Mark.EndOfStream(AT)),
                new Case("a silent track", new Mark.TrackSilent(0x203, AT)),
                new Case("a track that is back", new Mark.TrackBack(0x203, AT)),
                new Case("no tracks", Tracks.NONE),
                new Case("picture, sound and script",
                        new Tracks(List.of(VIDEO, AUDIO, SCRIPT))));
    }

    static Mark.Cut cut(long number, long token) {
        return new Mark.Cut(-559038737, number, AT, 2, 3, true, 90_001,
                Map.of(1, "00ff00ff00ff00ff", 2, "abcdef0123456789"), -199, token, false);
    }

    /// What an encoder sent, as signals.
    static List<Signal> file(String name) {
        List<Signal> signals = new ArrayList<>();
        FlvDemuxer demuxer = new FlvDemuxer();
        try (InputStream in = FlvReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name);
            }
            new FlvReader().read(ByteBuffer.wrap(in.readAllBytes()), (type, ms, body) ->
                    demuxer.accept(type, ms, body, signals::add));
        } catch (IOException | MediaException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        return signals;
    }

    static List<FlvTag> tags(List<? extends Signal> signals) {
        List<FlvTag> tags = new ArrayList<>();
        RelayMuxer muxer = new RelayMuxer(signals.stream().filter(Frame.class::isInstance)
                .map(Frame.class::cast).findFirst().map(it -> it.dtsOn(1000)).orElse(0L));
        signals.forEach(signal -> muxer.accept(signal, tags::add));
        return tags;
    }

    static List<Signal> read(RelayHello hello, List<FlvTag> tags) throws MediaException {
        RelayDemuxer demuxer = new RelayDemuxer();
        List<Signal> out = new ArrayList<>();
        FlvTag first = RelayMuxer.hello(hello);
        demuxer.accept(first.type(), first.timestampMs(), first.body(), out::add);
        for (FlvTag tag : tags) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), out::add);
        }
        return out;
    }
}
