package io.freshet.format.flv;

import io.freshet.format.clock.FrameClock;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One video track on its way in: its configuration, and pictures that become frames.
///
/// **Negative composition times.** Some encoders write DTS = capture time and PTS below it. As soon
/// as a picture would be shown before it is decoded, the track's PTS move by what is missing, and
/// stay moved until the configuration changes; DTS stay. Beyond [#MAX_SHIFT_TICKS] it is a damaged
/// field: that picture alone gets PTS = DTS. Each time is counted.
///
/// **Leading pictures.** After an H.264 key frame that is no IDR, frames with a PTS below its own
/// refer to pictures before it: they are LEADING. Other codecs say so in the frames.
///
/// Threading: confined to the demuxer's owner.
final class VideoInput {

    /// One second: sixteen reordered frames at 16 fps.
    static final int MAX_SHIFT_TICKS = 90_000;

    private final int id;
    private final InputListener listener;
    private @Nullable VideoForm form;
    private @Nullable Track track;
    private @Nullable VideoCodec codec;
    private Bytes announced = Bytes.EMPTY;
    private long shiftTicks;
    private long openKeyPts = Long.MIN_VALUE;

    VideoInput(int id, InputListener listener) {
        this.id = id;
        this.listener = listener;
    }

    /// Equal ones are ignored: encoders repeat them, some before every key frame.
    void configure(VideoTag.Configuration tag) throws MediaException {
        if (tag.configuration().length() == 0) {
            listener.noticed(FlvAnomaly.EMPTY);
            return;
        }
        if (tag.codec() == codec && tag.configuration().equals(announced)) {
            return;
        }
        use(VideoForm.of(tag.codec(), tag.configuration()));
        codec = tag.codec();
        announced = tag.configuration();
    }

    void frame(VideoTag.Coded tag, long timestampMs, Consumer<? super Frame> out)
            throws MediaException {
        VideoForm current = form;
        if (tag.data().length() == 0) {
            listener.noticed(FlvAnomaly.EMPTY);
            return;
        }
        if (current == null || tag.codec() != codec) {
            listener.noticed(FlvAnomaly.BEFORE_CONFIGURATION);
            return;
        }
        VideoForm.Picture picture = current.read(tag.data());
        if (picture.next().isPresent()) {
            use(picture.next().get());
        }
        Track now = track;
        if (now == null || !picture.hasPicture()) {
            listener.noticed(FlvAnomaly.IGNORED);
            return;
        }
        VideoTag.Timing timing = tag.timing();
        int ptsNs = timing.ptsNs() < 0 ? timing.offsetNs() : timing.ptsNs();
        long dts = FlvTime.ticks(timestampMs, timing.offsetNs(), now.timescale());
        long pts = repaired(dts, FlvTime.ticks(timestampMs + timing.compositionMs(), ptsNs,
                now.timescale()));
        out.accept(new Frame(now, dts, pts, flags(picture.flags(), pts), picture.payload(),
                capturedNs(picture.payload())));
    }

    /// As far as the picture tells it by a clock of the epoch.
    private long capturedNs(Payload picture) {
        if (codec != VideoCodec.AVC && codec != VideoCodec.HEVC) {
            return 0;
        }
        return Math.max(0, FrameClock.epochUs(picture.buffer(), codec == VideoCodec.HEVC)) * 1000;
    }

    private long repaired(long dts, long pts) {
        long missing = dts - pts - shiftTicks;
        if (missing > MAX_SHIFT_TICKS - shiftTicks) {
            listener.noticed(FlvAnomaly.COMPOSITION_SHIFTED);
            return dts;
        }
        if (missing > 0) {
            listener.noticed(FlvAnomaly.COMPOSITION_SHIFTED);
            shiftTicks += missing;
        }
        return pts + shiftTicks;
    }

    private int flags(int flags, long pts) {
        if ((flags & Frame.KEY) != 0) {
            openKeyPts = (flags & Frame.OPEN_GOP) != 0 ? pts : Long.MIN_VALUE;
            return flags;
        }
        return codec == VideoCodec.AVC && pts < openKeyPts ? flags | Frame.LEADING : flags;
    }

    private void use(VideoForm next) throws MediaException {
        Track made = withFrameRate(next.track(id));
        form = next;
        if (!made.equals(track)) {
            track = made;
            shiftTicks = 0;
            openKeyPts = Long.MIN_VALUE;
            listener.configured(made);
        }
    }

    /// Only where the configuration is silent: what onMetaData says is often a wish.
    private Track withFrameRate(Track made) {
        int hint = id == FlvTrackIds.DEFAULT_VIDEO
                ? listener.announcedFramesPerKilosecond() : 0;
        if (hint > 0 && made.traits() instanceof Traits.Picture picture
                && picture.framesPerKilosecond() == 0) {
            Traits traits = new Traits.Picture(picture.width(), picture.height(), hint,
                    picture.reorderFrames());
            return new Track(made.id(), made.codec(), made.timescale(), made.configuration(),
                    made.codecString(), traits, made.language());
        }
        return made;
    }
}
