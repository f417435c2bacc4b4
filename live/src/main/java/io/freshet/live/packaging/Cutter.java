package io.freshet.live.packaging;

import io.freshet.live.Leader;
import io.freshet.live.packaging.CutterStart.HighWater;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decides at the stream's leader where segments begin, and writes the marks that say so.
///
/// Cuts are made on the reference track: the first video track, or the first audio track while there
/// is no video or it is silent. It holds no frame back: each is passed on in the call that brought it,
/// with its marks before it. All that it decides follows from the frames, but for the date offset.
///
/// The target duration is not known before the first segment is complete: the first cut carries 0, and
/// so do those of a stream that breaks before; packagers list nothing until a cut carries it.
///
/// A hole in the reference track that is longer than a part is an outage: a cut behind it carries its
/// length, and the segments that it takes have numbers. On another track it is told by a silent mark
/// and a back mark. Shorter ones stretch the frame before them.
///
/// Threading: confined to the stream's owner loop.
public final class Cutter implements Leader {

    private static final int MILLION = 1_000_000;
    /// Longer outages are a discontinuity: nobody plays through a minute of nothing.
    private static final int MAX_GAP_SECONDS = 60;
    /// How far the date may be off before it is moved, and by how much at a cut, ms.
    private static final long DATE_STEP_MS = 200;

    private final CutterStart start;
    private final CutRules rules;
    private final Map<Integer, TrackProgress> progress = new LinkedHashMap<>();
    private Tracks tracks = Tracks.NONE;
    private Map<Integer, String> digests = Map.of();

    private Mark.@Nullable Cut last;
    private Timestamp lastCutDts = new Timestamp(0, MILLION);
    private boolean breakPending;
    private long nowUs;
    private long dateOffsetMs;
    private long leastLateMs = Long.MAX_VALUE;

    /// @param start what an earlier leader has left
    public Cutter(PackagingOptions options, CutterStart start) {
        this.start = start;
        this.rules = new CutRules(options);
    }

    /// How far it has come: to be kept where a restart finds it.
    public HighWater highWater() {
        Mark.Cut cut = last;
        return cut == null ? start.highWater() : new HighWater(cut.number(), cut.discontinuity());
    }

    @Override
    public void accept(Signal signal, long nowNs, long wallMs, Consumer<Signal> out) {
        switch (signal) {
            case Tracks next -> adopt(next);
            case Mark _ -> {
                // The leader alone writes marks.
                return;
            }
            case Frame frame -> {
                TrackProgress track = progress.get(frame.track().id());
                if (track != null) {
                    leastLateMs = Math.min(leastLateMs, wallMs - frame.dtsOn(1000));
                    lead(frame, track, out);
                }
            }
        }
        out.accept(signal);
    }

    @Override
    public void end(Consumer<Signal> out) {
        TrackProgress reference = reference();
        if (reference != null && reference.seen()) {
            out.accept(new Mark.EndOfStream(
                    new Timestamp(reference.expectedDts(), reference.track().timescale())));
        }
    }

    private void adopt(Tracks next) {
        Map<Integer, String> before = digests;
        tracks = next;
        digests = InitSegment.digests(next);
        digests.forEach((id, digest) ->
                breakPending |= last != null && !before.getOrDefault(id, digest).equals(digest));
        progress.keySet().retainAll(digests.keySet());
        for (Track track : next.all()) {
            if (digests.containsKey(track.id())) {
                progress.computeIfAbsent(track.id(), _ -> new TrackProgress(track, nowUs))
                        .changeTo(track);
            }
        }
    }

    private @Nullable TrackProgress reference() {
        TrackProgress sound = null;
        for (Track candidate : tracks.all()) {
            TrackProgress track = progress.get(candidate.id());
            if (track != null && !track.silent()) {
                if (candidate.kind() == Kind.VIDEO) {
                    return track;
                }
                sound = sound == null ? track : sound;
            }
        }
        return sound;
    }

    private void lead(Frame frame, TrackProgress track, Consumer<Signal> out) {
        int timescale = track.track().timescale();
        long us = frame.dtsOn(MILLION);
        boolean back = track.silent();
        boolean paused = !back && track.hole(frame) >= rules.pauseTicks(track);
        if (paused || nowUs == 0) {
            // After an outage of all, the one who comes first has nobody behind it yet.
            progress.values().forEach(other -> other.waitFrom(us));
        }
        nowUs = Math.max(nowUs, us);
        Timestamp at = new Timestamp(frame.dts(), timescale);
        for (TrackProgress other : progress.values()) {
            if (other != track && !other.silent()
                    && us - other.waitedSinceUs() > rules.patienceUs(other)) {
                other.silent(true);
                out.accept(new Mark.TrackSilent(other.track().id(), at));
            }
        }
        if (back) {
            track.silent(false);
            out.accept(new Mark.TrackBack(track.track().id(), at));
        }
        if (track == reference()) {
            cutIfDue(frame, track, paused, out);
        } else if (paused) {
            out.accept(new Mark.TrackSilent(track.track().id(),
                    new Timestamp(track.expectedDts(), timescale)));
            out.accept(new Mark.TrackBack(track.track().id(), at));
        }
        track.advance(frame, back || paused);
    }

    private void cutIfDue(Frame frame, TrackProgress track, boolean paused, Consumer<Signal> out) {
        boolean key = frame.kind() == Kind.AUDIO || frame.isKey();
        Mark.Cut before = last;
        if (before == null) {
            if (key) {
                cut(frame, 0, false, out);
            }
            return;
        }
        int timescale = track.track().timescale();
        long since = frame.dts() - lastCutDts.on(timescale).ticks();
        int limit = before.targetSeconds() == 0
                ? PackagingOptions.MAX_TARGET_SECONDS : before.targetSeconds();
        boolean due = key && frame.pts() - before.start().on(timescale).ticks()
                >= rules.leastTicks(frame.kind(), timescale, before.forced());
        boolean late = rules.rounds(since + track.lastDuration(), timescale) > limit;
        if (due || late || paused || key && breakPending) {
            boolean tooLong = rules.rounds(since, timescale) > limit;
            long gap = paused || tooLong ? Math.max(0, track.hole(frame)) : 0;
            cut(frame, gap, due && gap == 0 && !breakPending, out);
        }
    }

    /// @param natural a segment is complete and nothing has gone wrong: its length may be judged
    private void cut(Frame frame, long gapTicks, boolean natural, Consumer<Signal> out) {
        int timescale = frame.track().timescale();
        Timestamp at = new Timestamp(frame.pts(), timescale);
        Mark.Cut before = last;
        long since = frame.dts() - lastCutDts.on(timescale).ticks();
        int target = before == null ? 0 : before.targetSeconds();
        if (before != null && target == 0
                && (natural || since >= (long) PackagingOptions.MAX_TARGET_SECONDS * timescale)) {
            target = rules.targetSeconds(frame.kind(), since, timescale);
        }
        boolean listed = gapTicks > 0 && target > 0
                && gapTicks <= (long) MAX_GAP_SECONDS * timescale;
        boolean breaks = breakPending || gapTicks > 0 && !listed;
        long gap = listed ? gapTicks : 0;
        boolean video = tracks.first(Kind.VIDEO).isPresent();
        boolean forced = video && !(frame.kind() == Kind.VIDEO && frame.isKey());
        moveDate();
        Mark.Cut cut;
        if (before == null) {
            HighWater highWater = start.highWater();
            boolean restart = !highWater.equals(HighWater.NONE);
            int tag = Digests.sessionTag(start.stream(), frame.ptsOn(1000), start.token());
            cut = new Mark.Cut(tag, rules.firstNumber(at, highWater.number()), at, 0,
                    highWater.discontinuity() + (restart ? 1 : 0), restart, 0, heard(),
                    dateOffsetMs, start.token(), forced);
        } else {
            cut = new Mark.Cut(before.sessionTag(),
                    before.number() + Gaps.count(gap, timescale, target) + 1, at, target,
                    before.discontinuity() + (breaks ? 1 : 0), breaks, gap, heard(),
                    dateOffsetMs, start.token(), forced);
        }
        last = cut;
        lastCutDts = new Timestamp(frame.dts(), timescale);
        breakPending = false;
        out.accept(cut);
    }

    /// Digests of the tracks that are not silent: so that who joins here waits for no other.
    private Map<Integer, String> heard() {
        Map<Integer, String> heard = new LinkedHashMap<>(digests);
        heard.keySet().removeIf(id -> {
            TrackProgress track = progress.get(id);
            return track == null || track.silent();
        });
        return heard;
    }

    private void moveDate() {
        if (leastLateMs != Long.MAX_VALUE) {
            long wrongMs = leastLateMs - dateOffsetMs;
            if (Math.abs(wrongMs) > DATE_STEP_MS) {
                dateOffsetMs += Math.clamp(wrongMs, -DATE_STEP_MS, DATE_STEP_MS);
            }
        }
        leastLateMs = Long.MAX_VALUE;
    }
}
