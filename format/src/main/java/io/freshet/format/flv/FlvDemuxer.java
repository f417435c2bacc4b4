package io.freshet.format.flv;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// FLV tag bodies, which are RTMP message bodies too, to signals on the source's own timeline.
///
/// A [Tracks] goes out before the first frame after a configuration that is new. Frames keep
/// the order of the messages. Video counts 90 000 ticks a second, audio its sampling rate, script
/// messages milliseconds. What is dropped or repaired is counted. Ids: [FlvTrackIds].
///
/// A message that cannot be used throws, before anything of it went out that depends on the damaged
/// part, and the demuxer may go on with the next one: the owner decides.
///
/// Threading: confined to its owner.
public final class FlvDemuxer {

    /// Name of the script message that carries HDR metadata, `colorInfo` of Enhanced RTMP.
    static final String COLOR_INFO = "colorInfo";

    /// Script data is for people and small events; a frame of it is copied to every viewer.
    static final int MAX_SCRIPT_BYTES = 64 << 10;

    /// What nodes tell each other; nobody else may.
    private static final String OURS = "onFreshet";
    private static final int AMF3_DATA = 15;
    private static final String SET_DATA_FRAME = "@setDataFrame";

    private static final Track SCRIPT_TRACK = new Track(FlvTrackIds.SCRIPT, DataCodec.SCRIPT, 1000,
            Bytes.EMPTY, "", new Traits.None(), "");

    private final TimestampUnwrapper timestamps;
    private final Tally tally = new Tally();
    private final TreeMap<Integer, VideoInput> videos = new TreeMap<>();
    private final TreeMap<Integer, AudioInput> audios = new TreeMap<>();
    /// Those of number 0, which nearly all messages are for.
    private @Nullable VideoInput video;
    private @Nullable AudioInput audio;
    private final TreeMap<Integer, Track> tracks = new TreeMap<>();
    private boolean tracksChanged;
    private int framesPerKilosecond;

    private final InputListener listener = new InputListener() {
        @Override
        public void configured(Track track) {
            tracks.put(track.id(), track);
            tracksChanged = true;
        }

        @Override
        public int announcedFramesPerKilosecond() {
            return framesPerKilosecond;
        }

        @Override
        public void noticed(FlvAnomaly anomaly) {
            tally.add(anomaly);
        }
    };

    /// Times as the source counts them.
    public FlvDemuxer() {
        this(0);
    }

    /// Times on the timeline of a peer that writes them less `originMs`, as a [FlvMuxer] does.
    public FlvDemuxer(long originMs) {
        timestamps = new TimestampUnwrapper(originMs);
    }

    /// Takes one message.
    ///
    /// @param tagType     8, 9, 18, or 15 for AMF3 data; others are counted and dropped
    /// @param timestampMs 0 to 2^32 - 1
    /// @param body        shared by the frames that come of it
    public void accept(int tagType, long timestampMs, Bytes body, Consumer<? super Signal> out)
            throws MediaException {
        switch (tagType) {
            case FlvTag.AUDIO -> audio(timestamps.unwrap(timestampMs), body, out);
            case FlvTag.VIDEO -> video(timestamps.unwrap(timestampMs), body, out);
            // Encoders stamp them with 0 at any time: such a step must not move the others.
            case FlvTag.SCRIPT -> script(timestamps.near(timestampMs), body, out);
            case AMF3_DATA -> script(timestamps.near(timestampMs), withoutMarker(body), out);
            default -> tally.add(FlvAnomaly.IGNORED);
        }
    }

    /// How often that happened.
    public long count(FlvAnomaly anomaly) {
        return tally.of(anomaly);
    }

    private void video(long ms, Bytes body, Consumer<? super Signal> out) throws MediaException {
        for (VideoTag tag : VideoTag.parse(body)) {
            switch (tag) {
                case VideoTag.Coded coded ->
                        video(coded.number()).frame(coded, ms, frame -> emit(frame, out));
                case VideoTag.Configuration configuration ->
                        video(configuration.number()).configure(configuration);
                case VideoTag.Metadata(_, int number, Bytes amf) when number == 0 ->
                        script(ms, amf, out);
                case VideoTag.Metadata _, VideoTag.Command _ -> tally.add(FlvAnomaly.IGNORED);
                // The end of a stream is the protocol's to say: encoders send this at a pause too.
                case VideoTag.End _ -> { }
            }
        }
    }

    private void audio(long ms, Bytes body, Consumer<? super Signal> out) throws MediaException {
        for (AudioTag tag : AudioTag.parse(body)) {
            switch (tag) {
                case AudioTag.Coded coded ->
                        audio(coded.number()).frames(coded, ms, frame -> emit(frame, out));
                case AudioTag.Configuration configuration ->
                        audio(configuration.number()).configure(configuration);
                case AudioTag.Channels _ -> tally.add(FlvAnomaly.IGNORED);
                case AudioTag.End _ -> { }
            }
        }
    }

    private void script(long ms, Bytes body, Consumer<? super Signal> out) throws MediaException {
        if (body.length() == 0) {
            tally.add(FlvAnomaly.EMPTY);
            return;
        }
        if (body.length() > MAX_SCRIPT_BYTES) {
            tally.add(FlvAnomaly.OVERSIZED_SCRIPT);
            return;
        }
        List<AmfValue> values = Amf0.parseAll(body.buffer());
        boolean isWrapped = values.getFirst().equals(new AmfValue.Text(SET_DATA_FRAME));
        int skipped = isWrapped ? 3 + SET_DATA_FRAME.length() : 0;
        List<AmfValue> message = isWrapped ? values.subList(1, values.size()) : values;
        if (message.isEmpty() || !(message.getFirst() instanceof AmfValue.Text(String name))
                || name.startsWith("@") || name.startsWith("|") || name.startsWith(OURS)) {
            tally.add(FlvAnomaly.IGNORED);
            return;
        }
        if (name.equals(FlvMetadata.NAME) && message.size() > 1) {
            framesPerKilosecond = FlvMetadata.framesPerKilosecond(message.get(1));
        }
        Frame frame = new Frame(SCRIPT_TRACK, ms, ms, Frame.KEY,
                body.slice(skipped, body.length() - skipped), 0);
        if (tracks.putIfAbsent(FlvTrackIds.SCRIPT, SCRIPT_TRACK) == null) {
            tracksChanged = true;
            emit(frame, out);
        } else {
            // Tracks can wait: FFmpeg puts colorInfo before the VP9 frame that tells the size.
            out.accept(frame);
        }
    }

    private void emit(Frame frame, Consumer<? super Signal> out) {
        if (tracksChanged) {
            tracksChanged = false;
            out.accept(new Tracks(new ArrayList<>(tracks.values())));
        }
        out.accept(frame);
    }

    private VideoInput video(int number) throws UnsupportedMediaException {
        VideoInput known = number == 0 ? video : videos.get(number);
        if (known == null) {
            checkCount();
            known = new VideoInput(FlvTrackIds.video(number), listener);
            videos.put(number, known);
            video = number == 0 ? known : video;
        }
        return known;
    }

    private AudioInput audio(int number) throws UnsupportedMediaException {
        AudioInput known = number == 0 ? audio : audios.get(number);
        if (known == null) {
            checkCount();
            known = new AudioInput(FlvTrackIds.audio(number), listener);
            audios.put(number, known);
            audio = number == 0 ? known : audio;
        }
        return known;
    }

    /// One place is kept for script messages.
    private void checkCount() throws UnsupportedMediaException {
        if (videos.size() + audios.size() >= Tracks.MAX_COUNT - 1) {
            throw new UnsupportedMediaException("more than " + Tracks.MAX_COUNT + " tracks");
        }
    }

    /// RTMP puts a 0 before the AMF0 values of such a message.
    private static Bytes withoutMarker(Bytes body) {
        return body.length() > 0 && body.at(0) == 0 ? body.slice(1, body.length() - 1) : body;
    }
}
