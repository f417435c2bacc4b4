package io.freshet.format.flv;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Payload;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signals of a stream to FLV tags, which are RTMP messages too.
///
/// Tracks become `onMetaData` and configurations, but only where they changed; those bear the
/// timestamp of the last tag, 0 at first. Timestamps are milliseconds since `originMs` modulo 2^32.
/// With [Precision#MILLISECONDS] DTS and PTS are each rounded to the nearest, so that what came in
/// milliseconds goes out unchanged. With [Precision#TICKS] whole milliseconds are followed by the
/// nanoseconds beyond them, and a [FlvDemuxer] finds every tick again if `originMs` is a multiple
/// of 1000 (others are no whole number of ticks at 44.1 kHz).
///
/// H.264, AAC and MP3 of the default tracks have the legacy form, all else the enhanced.
///
/// Threading: confined to its owner.
public final class FlvMuxer {

    private final long originMs;
    private final TrackChoice choice;
    private final Precision precision;
    private List<OutputLane> lanes = List.of();
    private long lastMs = Long.MIN_VALUE;

    /// Default tracks, in milliseconds.
    ///
    /// @param originMs the output time that becomes 0, not after the first frame's
    public FlvMuxer(long originMs) {
        this(originMs, TrackChoice.DEFAULT_TRACKS, Precision.MILLISECONDS);
    }

    /// @param originMs the output time that becomes 0, not after the first frame's
    public FlvMuxer(long originMs, TrackChoice choice, Precision precision) {
        this.originMs = originMs;
        this.choice = choice;
        this.precision = precision;
    }

    /// Answers with no tag, one, or at new tracks several.
    public void accept(Signal signal, Consumer<? super FlvTag> out) {
        switch (signal) {
            case Frame frame -> frame(frame, out);
            case Tracks tracks -> tracks(tracks, out);
            case Mark.EndOfStream _ -> end(out);
            case Mark.Cut _, Mark.TrackSilent _, Mark.TrackBack _ -> { }
        }
    }

    /// The number on the wire of the track with that id; -1 if it is not written.
    public int wireNumber(int trackId) {
        OutputLane lane = lane(trackId);
        return lane == null ? -1 : lane.number();
    }

    private void tracks(Tracks tracks, Consumer<? super FlvTag> out) {
        List<OutputLane> next = choose(tracks);
        if (next.equals(lanes)) {
            return;
        }
        List<OutputLane> fresh = new ArrayList<>(next);
        fresh.removeAll(lanes);
        lanes = next;
        List<Track> media = next.stream().map(OutputLane::track)
                .filter(track -> track.kind() != Kind.DATA).toList();
        if (!media.isEmpty()) {
            out.accept(tag(FlvTag.SCRIPT, Bytes.EMPTY, FlvMetadata.write(media)));
        }
        for (OutputLane lane : fresh) {
            Bytes prefix = lane.configurationPrefix();
            if (prefix != null) {
                out.accept(tag(lane.tagType(), prefix, lane.track().configuration()));
            }
        }
    }

    private void frame(Frame frame, Consumer<? super FlvTag> out) {
        OutputLane lane = lane(frame.track().id());
        if (lane == null) {
            return;
        }
        switch (frame.track().codec()) {
            case VideoCodec codec -> video(lane, codec, frame, out);
            case AudioCodec codec -> audio(lane, codec, frame, out);
            case DataCodec _ -> script(frame, out);
        }
    }

    private void video(OutputLane lane, VideoCodec codec, Frame frame,
            Consumer<? super FlvTag> out) {
        int timescale = frame.track().timescale();
        VideoTag.Timing timing;
        if (precision == Precision.TICKS) {
            long dtsNs = FlvTime.ns(frame.dts(), timescale);
            long ptsNs = FlvTime.ns(frame.pts(), timescale);
            lastMs = FlvTime.wholeMs(dtsNs);
            int offset = FlvTime.beyondMs(dtsNs);
            int ptsOffset = FlvTime.beyondMs(ptsNs);
            timing = new VideoTag.Timing(s24(FlvTime.wholeMs(ptsNs) - lastMs), offset,
                    ptsOffset == offset ? -1 : ptsOffset);
        } else {
            lastMs = FlvTime.nearestMs(frame.dts(), timescale);
            timing = new VideoTag.Timing(s24(FlvTime.nearestMs(frame.pts(), timescale) - lastMs),
                    0, -1);
        }
        out.accept(tag(FlvTag.VIDEO, lane.videoPrefix(codec, frame.isKey(), timing),
                frame.payload()));
    }

    private void audio(OutputLane lane, AudioCodec codec, Frame frame,
            Consumer<? super FlvTag> out) {
        if (!(frame.track().traits() instanceof Traits.Sound sound)) {
            return;
        }
        int timescale = frame.track().timescale();
        int offset = 0;
        if (precision == Precision.TICKS) {
            long ns = FlvTime.ns(frame.pts(), timescale);
            lastMs = FlvTime.wholeMs(ns);
            offset = FlvTime.beyondMs(ns);
        } else {
            lastMs = FlvTime.nearestMs(frame.pts(), timescale);
        }
        out.accept(tag(FlvTag.AUDIO, lane.audioPrefix(codec, sound, offset), frame.payload()));
    }

    /// The publisher's onMetaData is not passed on: ours says what is true of these tracks.
    private void script(Frame frame, Consumer<? super FlvTag> out) {
        if (FlvMetadata.isNamed(frame.payload(), FlvMetadata.NAME)) {
            return;
        }
        lastMs = FlvTime.nearestMs(frame.pts(), frame.track().timescale());
        if (!FlvMetadata.isNamed(frame.payload(), FlvDemuxer.COLOR_INFO)) {
            out.accept(tag(FlvTag.SCRIPT, Bytes.EMPTY, frame.payload()));
            return;
        }
        for (OutputLane lane : lanes) {
            if (lane.track().codec() instanceof VideoCodec codec) {
                out.accept(tag(FlvTag.VIDEO, lane.colorPrefix(codec), frame.payload()));
                return;
            }
        }
    }

    private void end(Consumer<? super FlvTag> out) {
        for (OutputLane lane : lanes) {
            Bytes body = lane.end();
            if (body != null) {
                out.accept(tag(lane.tagType(), body, Bytes.EMPTY));
            }
        }
    }

    private FlvTag tag(int type, Bytes prefix, Payload payload) {
        return new FlvTag(type, lastMs == Long.MIN_VALUE ? 0 : lastMs - originMs & 0xFFFF_FFFFL,
                prefix, payload);
    }

    private @Nullable OutputLane lane(int trackId) {
        for (OutputLane lane : lanes) {
            if (lane.track().id() == trackId) {
                return lane;
            }
        }
        return null;
    }

    private List<OutputLane> choose(Tracks tracks) {
        List<OutputLane> next = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (Track track : tracks.all()) {
            boolean isFirst = tracks.first(track.kind()).filter(track::equals).isPresent();
            boolean isChosen = switch (choice) {
                case DEFAULT_TRACKS -> isFirst;
                case AUDIO_ONLY -> isFirst && track.kind() != Kind.VIDEO;
                case VIDEO_ONLY -> isFirst && track.kind() != Kind.AUDIO;
                case ALL_TRACKS -> true;
            };
            if (isChosen && (track.kind() != Kind.DATA || track.codec() == DataCodec.SCRIPT)) {
                next.add(lane(track, number(track, isFirst, taken)));
            }
        }
        return next;
    }

    /// Ids that came from the wire get their number back; others the lowest that is free.
    private int number(Track track, boolean isFirst, Set<Integer> taken) {
        if (choice != TrackChoice.ALL_TRACKS || track.kind() == Kind.DATA) {
            return 0;
        }
        int number = FlvTrackIds.number(track.id());
        int kind = track.kind() == Kind.VIDEO ? 0x100 : 0x200;
        if (number < 0) {
            number = isFirst ? 0 : 1;
        }
        while (!taken.add(kind + number)) {
            number++;
        }
        return number;
    }

    private OutputLane lane(Track track, int number) {
        for (OutputLane lane : lanes) {
            if (lane.isFor(track, number)) {
                return lane;
            }
        }
        return new OutputLane(track, number);
    }

    /// A signed 24-bit field; 2.3 hours between decoding and showing are no stream's intention.
    private static int s24(long value) {
        return Math.clamp(value, -(1 << 23), (1 << 23) - 1);
    }
}
