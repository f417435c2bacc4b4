package io.freshet.gateway.demo;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvReader;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a demo channel shows.
///
/// @param tracks     its tracks
/// @param frames     in the order of decoding, beginning near 0 and with a key frame
/// @param durationMs after which it begins again
public record Clip(Tracks tracks, List<Frame> frames, long durationMs) {

    private static final String BUNDLED = "demo.flv";

    public Clip {
        frames = List.copyOf(frames);
        if (frames.isEmpty() || durationMs < 1) {
            throw new IllegalArgumentException("a clip needs frames and a duration");
        }
    }

    /// The clip that this program carries.
    public static Clip bundled() throws IOException {
        try (InputStream in = Clip.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IOException("this build carries no demo clip");
            }
            return of(in.readAllBytes());
        } catch (MediaException broken) {
            throw new IOException("the demo clip is broken", broken);
        }
    }

    private static Clip of(byte[] flv) throws MediaException {
        FlvDemuxer demuxer = new FlvDemuxer();
        List<Signal> signals = new ArrayList<>();
        new FlvReader().read(ByteBuffer.wrap(flv), (type, timestampMs, body) ->
                demuxer.accept(type, timestampMs, body, signals::add));
        Tracks tracks = Tracks.NONE;
        List<Frame> frames = new ArrayList<>();
        for (Signal signal : signals) {
            switch (signal) {
                case Tracks last -> tracks = last;
                case Frame frame when frame.kind() != Kind.DATA -> frames.add(frame);
                case Frame _, Mark _ -> { }
            }
        }
        return new Clip(tracks, frames, durationMs(frames));
    }

    /// Pictures are evenly spaced: the last one lasts as long as the one before it.
    private static long durationMs(List<Frame> frames) {
        List<Long> pictures = frames.stream().filter(frame -> frame.kind() == Kind.VIDEO)
                .map(frame -> frame.dtsOn(1000)).toList();
        int count = pictures.size();
        if (count < 2) {
            throw new IllegalArgumentException("the clip has " + count + " pictures");
        }
        long span = pictures.getLast() - pictures.getFirst();
        return span + Math.round((double) span / (count - 1));
    }
}
