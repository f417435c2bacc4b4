package io.freshet.live.packaging;

import io.freshet.live.packaging.RenditionView.Tip;
import io.freshet.live.packaging.SegmentBuilder.Opening;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.media.Traits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Packages one track: puts its frames into the segments that the marks have announced.
///
/// The reference video's frames belong to the mark before them. A frame of another track belongs
/// where its presentation time lies, so it waits until the reference has passed it: a later mark
/// could still claim it. A frame's duration is the distance to the next one, so the last one waits
/// for that.
///
/// A track is *absent* in an outage or while it is silent: segments then pass without it.
///
/// Threading: confined to the stream's owner loop.
final class TrackPackager {

    /// Twenty seconds of sound; marks keep it from waiting longer than one.
    private static final int MAX_WAITING = 1_000;
    private static final int MILLION = 1_000_000;
    /// Another picture's key frame may be a tenth of a second behind the mark.
    private static final int KEY_FRAME_LATE_PER_SECOND = 10;

    private final PackagingOptions options;
    private final int id;
    private final SegmentWindow<Segment> window;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private final ArrayDeque<Boundary> ahead = new ArrayDeque<>();

    private @Nullable SegmentBuilder open;
    private @Nullable Frame pending;
    private long lastDuration;
    private @Nullable Frame newest;
    private boolean absent;
    private boolean ordered;
    private boolean changed;
    private boolean ended;
    private long late;

    TrackPackager(PackagingOptions options, int id) {
        this.options = options;
        this.id = id;
        this.window = new SegmentWindow<>(options, segment -> segment);
    }

    int id() {
        return id;
    }

    SegmentWindow<Segment> window() {
        return window;
    }

    /// The segment at the end.
    @Nullable SegmentBuilder open() {
        return open;
    }

    /// Nothing is to be waited for.
    boolean absent() {
        return absent;
    }

    /// How a view sees it; empty while nothing is whole.
    Optional<RenditionView> view() {
        SegmentBuilder last = open;
        List<Segment> listed = window.listed();
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        Segment newest = listed.getLast();
        Track track = last == null ? newest.track() : last.track();
        // Of the newest segment that has frames: a gap says nothing about how long a frame lasts.
        boolean withParts = last != null && !last.isEmpty() ? last.listed()
                : listed.reversed().stream().filter(segment -> !segment.gap()).findFirst()
                        .map(Segment::listed).orElseGet(() -> last != null && last.listed());
        Tip tip = last == null
                ? new Tip(newest.number() + 1, null, newest.init(), 0, List.of(), withParts, true)
                : new Tip(last.boundary().number(), last.boundary(), last.init(), last.dateMs(),
                        withParts == last.listed() ? last.parts() : List.of(), withParts,
                        last.isIndependent());
        String path = (track.kind() == Kind.VIDEO ? "v" : "a") + id;
        return Optional.of(new RenditionView(path, window, tip, track));
    }

    /// Frames that came after their segment was closed, or in a configuration that it has not.
    long late() {
        return late;
    }

    /// Whether a reader would see something new since the last call.
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /// What the marks have announced; only cuts count for a track that has not begun.
    void announce(List<Boundary> boundaries) {
        for (Boundary boundary : boundaries) {
            boolean begun = open != null || !ahead.isEmpty();
            if (begun || boundary.isCut()) {
                absent |= !begun && !boundary.cut().initDigests().containsKey(id);
                ahead.add(boundary);
            }
        }
        passWithoutFrames();
    }

    /// What the stream has from here on. Sound whose change is told right after the mark of a
    /// discontinuity changes at that mark.
    void changeLate(Tracks next) {
        SegmentBuilder segment = open;
        Boundary boundary = !ahead.isEmpty() ? ahead.getLast()
                : segment == null ? null : segment.boundary();
        boolean sound = next.byId(id).filter(track -> track.kind() == Kind.AUDIO).isPresent();
        Timestamp last = newest == null ? new Timestamp(0, 1)
                : new Timestamp(newest.dts(), newest.track().timescale());
        if (boundary == null || !sound || boundary.track(id).equals(next.byId(id))
                || !Boundary.mayChange(boundary.cut(), last)) {
            return;
        }
        if (!ahead.isEmpty()) {
            ahead.removeLast();
        } else {
            // It begins anew with the first frame of the new sound.
            late += pending == null ? 0 : 1;
            pending = null;
            open = null;
        }
        ahead.add(boundary.with(next));
    }

    /// @param reference the marks stand in the order of this track's frames
    void accept(Frame frame, boolean reference) {
        if (frame.dts() < 0 || newest != null && newest.track().timescale()
                == frame.track().timescale() && frame.dts() <= newest.dts()) {
            late++;
            return;
        }
        newest = frame;
        ordered = reference && frame.kind() == Kind.VIDEO;
        if (reference && waiting.isEmpty()) {
            place(frame);
            passWithoutFrames();
            return;
        }
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
            late++;
        }
        waiting.add(frame);
        if (reference) {
            settle(Long.MAX_VALUE);
        }
    }

    /// The reference has come to `horizonUs`: no later mark lies before it.
    void settle(long horizonUs) {
        while (!waiting.isEmpty() && waiting.getFirst().ptsOn(MILLION) < horizonUs) {
            place(waiting.removeFirst());
        }
        passWithoutFrames();
    }

    /// The track is silent, or gone: the last frame has no next one.
    void leave() {
        settle(Long.MAX_VALUE);
        becomeAbsent();
        passWithoutFrames();
    }

    /// Nothing follows.
    void end() {
        leave();
        SegmentBuilder last = open;
        if (last != null && !last.isEmpty()) {
            window.add(last.finish());
        }
        open = null;
        ended = true;
        changed = true;
    }

    /// The newest segment number that will get no more frames; -1 while there is none.
    long closedThrough() {
        SegmentBuilder last = open;
        return ended ? Long.MAX_VALUE : last == null ? -1 : last.boundary().number() - 1;
    }

    private void becomeAbsent() {
        // Its open part stays open: with what follows it, it is listed together.
        finishLast();
        absent = true;
    }

    /// The last frame takes its predecessor's duration, a sound frame the one that it always has.
    private void finishLast() {
        Frame last = pending;
        if (last != null) {
            long known = last.track().traits() instanceof Traits.Sound sound
                    ? sound.samplesPerFrame() : lastDuration;
            finishFrame(last, known > 0 ? known : TrackProgress.nominal(last.track()));
        }
    }

    private void passWithoutFrames() {
        while (absent && !ahead.isEmpty()
                && (waiting.isEmpty() || !crosses(waiting.getFirst(), ahead.getFirst()))) {
            pass(ahead.removeFirst());
        }
    }

    private void pass(Boundary boundary) {
        int timescale = timescaleAt(boundary);
        closeAt(boundary.ticks(open == null ? timescale : open.track().timescale()));
        openAt(boundary, boundary.ticks(timescale), boundary.ticks(timescale), timescale);
    }

    private void place(Frame frame) {
        int crossed = 0;
        for (Boundary boundary : ahead) {
            if (!crosses(frame, boundary)) {
                break;
            }
            crossed++;
        }
        if (crossed > 0 && isOutdated(frame, crossed)) {
            late++;
            return;
        }
        if (crossed > 0) {
            cross(frame, crossed);
        }
        SegmentBuilder segment = open;
        if (segment == null || !segment.track().equals(frame.track())) {
            // In the configuration of a later segment: what is before it ends here.
            late++;
            finishLast();
            return;
        }
        if (!ordered && isBefore(frame, segment.boundary())) {
            late++;
            return;
        }
        if (pending != null) {
            finishFrame(pending, frame.dts() - pending.dts());
        }
        absent = false;
        pending = frame;
    }

    private boolean crosses(Frame frame, Boundary boundary) {
        if (ordered) {
            return true;
        }
        if (frame.kind() == Kind.AUDIO) {
            return !isBefore(frame, boundary);
        }
        // Another picture of the same programme: its own key frame, half a frame early at most.
        // Without one it is cut all the same: a longer segment could exceed the target duration.
        Track track = frame.track();
        long start = boundary.ticks(track.timescale());
        return frame.isKey() && frame.pts() >= start - TrackProgress.nominal(track) / 2
                || frame.dts() >= start + track.timescale() / KEY_FRAME_LATE_PER_SECOND;
    }

    /// Old sound behind the mark at which the new begins.
    private boolean isOutdated(Frame frame, int crossed) {
        Boundary own = ahead.stream().skip(crossed - 1L).findFirst().orElseThrow();
        return frame.kind() == Kind.AUDIO && own.breaks()
                && !own.track(id).equals(Optional.of(frame.track()));
    }

    private static boolean isBefore(Frame frame, Boundary boundary) {
        Timestamp start = boundary.start();
        return frame.kind() == Kind.AUDIO && frame.ptsOn(start.timescale()) < start.ticks();
    }

    /// Closes what lies before `frame` and opens the segment that it begins.
    private void cross(Frame frame, int count) {
        List<Boundary> crossed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            crossed.add(ahead.removeFirst());
        }
        Boundary own = crossed.getLast();
        int timescale = frame.track().timescale();
        boolean sameClock = open == null || open.track().timescale() == timescale;
        if (ordered && count > 1 && pending != null && sameClock) {
            crossOutage(frame, crossed, pending);
        } else if (absent || count > 1) {
            becomeAbsent();
            crossed.forEach(this::pass);
        } else if (open != null && open.track().timescale() != timescale) {
            finishLast();
            closeAt(own.ticks(open.track().timescale()));
            openAt(own, frame.dts(), frame.pts(), timescale);
        } else {
            if (pending != null) {
                finishFrame(pending, frame.dts() - pending.dts());
            }
            closeAt(frame.dts());
            openAt(own, frame.dts(), frame.pts(), timescale);
        }
    }

    /// The mark says how long the outage was: what is before it ends there, whoever has seen what.
    private void crossOutage(Frame frame, List<Boundary> crossed, Frame before) {
        int timescale = frame.track().timescale();
        long shift = frame.dts() - crossed.getLast().ticks(timescale);
        long gapStart = crossed.getFirst().ticks(timescale) + shift;
        finishFrame(before, Math.max(1, gapStart - before.dts()));
        for (Boundary boundary : crossed) {
            long ticks = boundary.ticks(timescale);
            closeAt(open == null || open.track().timescale() == timescale ? ticks + shift
                    : boundary.ticks(open.track().timescale()));
            openAt(boundary, ticks + shift, ticks, timescale);
        }
    }

    private void finishFrame(Frame frame, long duration) {
        pending = null;
        lastDuration = duration;
        if (open != null) {
            // What a fragment can say; only a foreign leader lets a frame last for half a day.
            changed |= open.add(frame, Math.clamp(duration, 1, 0xFFFF_FFFFL));
        }
    }

    private void closeAt(long ticks) {
        if (open != null) {
            window.add(open.finish(ticks));
            changed = true;
        }
    }

    /// @param timescale of the ticks: that of the frame which opens it. While a source changes its
    ///                  clock, its marks may be ahead of its frames, or behind
    private void openAt(Boundary boundary, long startTicks, long dateTicks, int timescale) {
        SegmentBuilder before = open;
        trackAt(boundary).ifPresent(track -> {
            Optional<InitSegment> init = before != null && before.track().equals(track)
                    ? Optional.of(before.init()) : InitSegment.of(track);
            long start = Timestamp.rescale(startTicks, timescale, track.timescale());
            long date = Timestamp.rescale(dateTicks, timescale, track.timescale());
            open = init.map(known -> new SegmentBuilder(options, boundary,
                    new Opening(track, known, start, date))).orElse(null);
        });
    }

    private int timescaleAt(Boundary boundary) {
        return trackAt(boundary).map(Track::timescale).orElse(MILLION);
    }

    /// The configuration of a segment that begins there. An outage has none of its own, and the
    /// rendition of a track that is gone goes on without it until it leaves the window.
    private Optional<Track> trackAt(Boundary boundary) {
        Optional<Track> before = Optional.ofNullable(open).map(SegmentBuilder::track);
        return boundary.isCut() ? boundary.track(id).or(() -> before)
                : before.or(() -> boundary.track(id));
    }
}
