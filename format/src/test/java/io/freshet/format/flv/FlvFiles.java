package io.freshet.format.flv;

import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Small files, and what tests do with them.
final class FlvFiles {

    /// Made by FFmpeg 5.1; the enhanced ones out of its mp4 by a script that knows nothing of us.
    static final List<String> NAMES =
            List.of("h264-bframes-aac.flv", "h264-open-gop.flv", "mp3-mono.flv",
                    "hevc-aac-enhanced.flv", "av1-opus-enhanced.flv", "vp9-flac-enhanced.flv");

    /// A tag as it was read.
    record Tag(int type, long timestampMs, Bytes body) {
    }

    private FlvFiles() {
    }

    static byte[] load(String name) {
        try (InputStream in = FlvFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<byte[]> all() {
        return NAMES.stream().map(FlvFiles::load);
    }

    static List<Tag> tags(byte[] file) throws MediaException {
        List<Tag> tags = new ArrayList<>();
        new FlvReader().read(ByteBuffer.wrap(file),
                (type, timestampMs, body) -> tags.add(new Tag(type, timestampMs, body)));
        return tags;
    }

    static List<Signal> signals(byte[] file) throws MediaException {
        List<Signal> signals = new ArrayList<>();
        FlvDemuxer demuxer = new FlvDemuxer();
        for (Tag tag : tags(file)) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), signals::add);
        }
        return signals;
    }

    /// What goes in through `muxer` and comes out of `demuxer`.
    static List<Signal> hop(List<Signal> signals, FlvMuxer muxer, FlvDemuxer demuxer)
            throws MediaException {
        List<FlvTag> tags = new ArrayList<>();
        signals.forEach(signal -> muxer.accept(signal, tags::add));
        List<Signal> out = new ArrayList<>();
        for (FlvTag tag : tags) {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), out::add);
        }
        return out;
    }

    /// Frames of audio and video.
    static List<Frame> frames(List<? extends Signal> signals) {
        return signals.stream().filter(Frame.class::isInstance).map(Frame.class::cast)
                .filter(frame -> frame.track().id() != FlvTrackIds.SCRIPT).toList();
    }

    /// One line a track or frame, fit to be read by people.
    static String dump(List<Signal> signals) {
        StringBuilder text = new StringBuilder();
        for (Signal signal : signals) {
            switch (signal) {
                case Tracks(List<Track> all) -> all.forEach(track -> text.append("track ")
                        .append(track.id()).append(' ').append(track.codec().label()).append(" /")
                        .append(track.timescale()).append(' ').append(track.codecString())
                        .append(' ').append(track.traits()).append(' ')
                        .append(track.configuration()).append('\n'));
                case Frame frame -> text.append(String.format("%d dts %d pts %d flags %d %s%n",
                        frame.track().id(), frame.dts(), frame.pts(), frame.flags(),
                        Bytes.copyOf(frame.payload().buffer())));
                case Mark mark -> text.append(mark).append('\n');
            }
        }
        return text.toString();
    }
}
