package io.freshet.live.packaging;

import io.freshet.format.mp4.CmafFragment;
import io.freshet.format.mp4.Mp4Sample;
import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Payload;
import io.freshet.media.Track;
import java.util.ArrayList;
import java.util.List;

/// The segment at the end of a rendition, while frames are added to it.
///
/// What it makes depends on its boundary, its frames and their durations, and on nothing before it.
///
/// Threading: confined to the stream's owner loop.
final class SegmentBuilder {

    /// Below what a fragment takes; only unlisted parts of 400 fps video come so far.
    private static final int MAX_SAMPLES = 4_000;

    /// A minute of parts of 100 ms: marks announce longer outages as segments of their own.
    private static final int MAX_GAP_PARTS = 600;

    private final PackagingOptions options;
    private final Boundary boundary;
    private final Track track;
    private final InitSegment init;
    private final long dateMs;
    private final long startTicks;
    private final long partTicks;
    private final long partTicksMax;

    private final List<Part> parts = new ArrayList<>();
    /// What the next part gets: its frames, and how it lists them.
    private final List<Frame> frames = new ArrayList<>();
    private final List<Mp4Sample> samples = new ArrayList<>();
    private boolean begun;
    private boolean beginsWell = true;
    private long endTicks;
    private long sampleDts;
    private long sampleTicks;
    private boolean independent;
    private boolean listed;

    SegmentBuilder(PackagingOptions options, Boundary boundary, Opening opening) {
        this.options = options;
        this.boundary = boundary;
        this.track = opening.track();
        this.init = opening.init();
        this.startTicks = opening.startTicks();
        this.endTicks = startTicks;
        this.partTicks = options.partTicks(track.timescale());
        this.partTicksMax = options.partTicksMax(track.timescale());
        this.dateMs = Math.floorDiv(opening.dateTicks() * 1000, (long) track.timescale())
                + boundary.cut().dateOffsetMs();
        this.listed = !options.tooCoarseForParts(TrackProgress.nominal(track), track.timescale());
    }

    /// How a segment begins.
    ///
    /// @param track      configuration of its frames
    /// @param init       init segment of `track`
    /// @param startTicks decode time where it begins
    /// @param dateTicks  presentation time where it begins
    record Opening(Track track, InitSegment init, long startTicks, long dateTicks) {
    }

    Boundary boundary() {
        return boundary;
    }

    Track track() {
        return track;
    }

    InitSegment init() {
        return init;
    }

    long dateMs() {
        return dateMs;
    }

    boolean listed() {
        return listed;
    }

    boolean isEmpty() {
        return !begun;
    }

    /// Whether a decoder can begin here; true while there is nothing.
    boolean isIndependent() {
        return beginsWell;
    }

    /// The parts that are complete.
    List<Part> parts() {
        return parts;
    }

    /// Whether a part was completed.
    boolean add(Frame frame, long duration) {
        int before = parts.size();
        if (!begun) {
            begun = true;
            beginsWell = frame.kind() == Kind.AUDIO || frame.isKey();
            listed = !options.tooCoarseForParts(duration, track.timescale());
        }
        if (frame.dts() > endTicks) {
            fill(frame.dts());
        }
        boolean ends = listed && (sampleTicks + duration > partTicksMax || beginsPart(frame));
        if (!samples.isEmpty() && (ends || samples.size() == MAX_SAMPLES)) {
            closePart();
        }
        if (samples.isEmpty()) {
            sampleDts = frame.dts();
        }
        frames.add(frame);
        int offset = Math.clamp(frame.pts() - frame.dts(), 0, Integer.MAX_VALUE);
        samples.add(new Mp4Sample(duration, offset, frame.flags(), frame.payload()));
        independent |= frame.kind() == Kind.AUDIO || frame.isKey();
        sampleTicks += duration;
        endTicks += duration;
        if (listed && sampleTicks >= partTicks) {
            closePart();
        }
        return parts.size() > before;
    }

    /// Players begin in a part that has a key frame, and drop what comes before that: best nothing.
    private boolean beginsPart(Frame frame) {
        return frame.kind() == Kind.VIDEO && frame.isKey()
                && sampleTicks * 100 >= partTicksMax * PackagingOptions.MIN_PART_PERCENT;
    }

    /// Ends the part before its time: nothing will be added to it.
    void closePart() {
        if (samples.isEmpty()) {
            return;
        }
        // Parts of one segment follow each other, and segments too: 256 is more than one can have.
        int sequence = (int) ((boundary.number() << 8 | parts.size() & 0xFF) & Integer.MAX_VALUE);
        Payload payload = CmafFragment.of(track, sequence, sampleDts, samples);
        parts.add(new Part(sampleTicks, independent, false, Resource.of(contentType(), payload),
                new PartFrames(frames)));
        frames.clear();
        samples.clear();
        sampleTicks = 0;
        independent = false;
    }

    /// The whole segment.
    ///
    /// @param untilTicks where the next one begins; time without frames before it is listed as gaps
    Segment finish(long untilTicks) {
        closePart();
        if (!begun) {
            return segment(Math.max(1, untilTicks - startTicks));
        }
        if (untilTicks > endTicks) {
            fill(untilTicks);
        }
        return segment(endTicks - startTicks);
    }

    /// The whole segment when nothing follows.
    Segment finish() {
        return finish(endTicks);
    }

    private Segment segment(long ticks) {
        List<Payload> pieces = new ArrayList<>();
        parts.forEach(part -> pieces.add(part.resource().payload()));
        Resource whole = Resource.of(contentType(), new CompositePayload(pieces));
        return new Segment(boundary, track, init, dateMs, ticks, listed && begun, beginsWell,
                parts, whole);
    }

    private void fill(long untilTicks) {
        closePart();
        long hole = untilTicks - endTicks;
        long count = Math.min(MAX_GAP_PARTS, Math.ceilDiv(hole, partTicksMax));
        for (long i = 0; i < count && listed; i++) {
            long ticks = hole * (i + 1) / count - hole * i / count;
            parts.add(new Part(ticks, false, true, Resource.of(contentType(), Bytes.EMPTY),
                    PartFrames.NONE));
        }
        endTicks = untilTicks;
    }

    private String contentType() {
        return track.kind() == Kind.VIDEO ? "video/mp4" : "audio/mp4";
    }
}
