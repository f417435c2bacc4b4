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
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decides at the stream's leader where segments begin, and writes the marks that say so.
///
/// Cuts are made on the reference track: the first video track, or the first audio track while
/// there is no video or it is silent. It holds no frame back: each is passed on in the call that
/// brought it, with its marks before it. All that it decides follows from the frames, but for the
/// date offset.
///
/// The target duration is not known before the first segment is complete: the first cut carries 0,
/// and so do those of a stream that breaks before; packagers list nothing until a cut carries it.
///
/// A hole in the reference track that is longer than a part is an outage: a cut behind it carries
/// its length, and the segments that it takes have numbers. On another track it is told by a silent
/// mark and a back mark. Shorter ones stretch the frame before them.
///
/// Threading: confined to the stream's owner loop.
public final class Cutter implements Leader {

    private static final int MILLION = 1_000_000;
    /// Longer outages are a discontinuity: nobody plays through a minute of nothing.
    private static final int MAX_GAP_SECONDS = 60;
    /// A second of patience is less than two segments; more are a clock gone wrong.
    private static final int MAX_CATCH_UP = 4;
    /// How far the date may be off before it is moved, and by how much at a cut, ms.
    private static final long DATE_STEP_MS = 200;

    private final CutterStart start;
    private final CutRules rules;
    private final Map<Integer, TrackProgress> progress = new LinkedHashMap<>();
    /// Tracks that the publisher left out for a while, as one that comes back does at first: what
    /// they missed is an outage, not a long frame.
    private final Map<Integer, TrackProgress> departed = new LinkedHashMap<>();
    /// Those of `progress`, in the order of the tracks: walked for each frame.
    private TrackProgress[] running = {};
    private @Nullable TrackProgress reference;
    private Tracks tracks = Tracks.NONE;
    private Map<Integer, String> digests = Map.of();

    private Mark.@Nullable Cut last;
    private HighWater highWater;
    private Timestamp lastCutDts = new Timestamp(0, MILLION);
    private boolean breakPending;
    private long token;
    /// Another one led before: the first frame is behind a mark that says who leads now.
    private boolean takesOver;
    private long nowUs;
    private long dateOffsetMs;
    private long leastLateMs = Long.MAX_VALUE;

    /// @param start what an earlier leader has left
    public Cutter(PackagingOptions options, CutterStart start) {
        this.start = start;
        this.highWater = start.highWater();
        this.token = start.token();
        this.rules = new CutRules(options);
    }

    /// How far it has come: to be kept where a restart finds it.
    public HighWater highWater() {
        return highWater;
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
                TrackProgress track = runningOf(frame.track().id());
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
        TrackProgress last = reference;
        if (last != null && last.seen()) {
            out.accept(new Mark.EndOfStream(
                    new Timestamp(last.expectedDts(), last.track().timescale())));
        }
    }

    @Override
    public void lead(long newToken) {
        Mark.Cut before = last;
        token = newToken;
        takesOver = before != null && before.token() != newToken;
        leastLateMs = Long.MAX_VALUE;
    }

    @Override
    public void follow(Signal signal) {
        switch (signal) {
            case Tracks next -> adopt(next);
            case Mark.Cut cut -> {
                last = cut;
                highWater = new HighWater(cut.number(), cut.discontinuity());
                lastCutDts = cut.start();
                dateOffsetMs = cut.dateOffsetMs();
                breakPending = false;
            }
            case Mark.TrackSilent gone -> followSilence(gone.trackId(), true);
            case Mark.TrackBack back -> followSilence(back.trackId(), false);
            case Mark.EndOfStream _ -> { }
            case Frame frame -> follow(frame);
        }
    }

    private void followSilence(int id, boolean silent) {
        TrackProgress track = runningOf(id);
        if (track != null) {
            silence(track, silent);
            track.afterOutage();
        }
    }

    private void follow(Frame frame) {
        TrackProgress track = runningOf(frame.track().id());
        Mark.Cut before = last;
        if (track == null) {
            return;
        }
        long us = frame.dtsOn(MILLION);
        boolean paused = track.hole(frame) >= rules.pauseTicks(track);
        if (paused || nowUs == 0) {
            progress.values().forEach(other -> other.waitFrom(us));
        }
        nowUs = Math.max(nowUs, us);
        if (track == reference && before != null && before.start().equals(
                new Timestamp(frame.pts(), track.track().timescale()))) {
            lastCutDts = new Timestamp(frame.dts(), track.track().timescale());
        }
        track.advance(frame, paused);
    }

    private void adopt(Tracks next) {
        Map<Integer, String> before = digests;
        tracks = next;
        digests = InitSegment.digests(next);
        digests.forEach((id, digest) -> breakPending |= last != null
                && !before.getOrDefault(id, digest).equals(digest) && !isBrokenFor(id, last));
        progress.forEach((id, track) -> {
            if (!digests.containsKey(id) && departed.size() < Tracks.MAX_COUNT) {
                departed.put(id, track);
            }
        });
        progress.keySet().retainAll(digests.keySet());
        for (Track track : next.all()) {
            if (digests.containsKey(track.id())) {
                progress.computeIfAbsent(track.id(), _ -> returned(track)).changeTo(track);
            }
        }
        running = next.all().stream().map(track -> progress.get(track.id()))
                .filter(Objects::nonNull).toArray(TrackProgress[]::new);
        reference = findReference();
    }

    private @Nullable TrackProgress runningOf(int id) {
        for (TrackProgress track : running) {
            if (track.track().id() == id) {
                return track;
            }
        }
        return null;
    }

    /// Whether a new configuration of that sound is behind a discontinuity as it is: FFmpeg tells
    /// of the new sound after the new picture's key frame. [TrackPackager#changeLate] judges alike.
    private boolean isBrokenFor(int id, Mark.Cut cut) {
        TrackProgress sound = progress.get(id);
        return sound != null && sound.track().kind() == Kind.AUDIO
                && Boundary.mayChange(cut,
                        new Timestamp(sound.lastDts(), sound.track().timescale()));
    }

    private TrackProgress returned(Track track) {
        TrackProgress known = departed.remove(track.id());
        if (known == null || known.silent()) {
            return new TrackProgress(track, nowUs);
        }
        known.waitFrom(nowUs);
        return known;
    }

    private @Nullable TrackProgress findReference() {
        TrackProgress sound = null;
        for (TrackProgress track : running) {
            if (!track.silent()) {
                if (track.track().kind() == Kind.VIDEO) {
                    return track;
                }
                sound = sound == null ? track : sound;
            }
        }
        return sound;
    }

    private void silence(TrackProgress track, boolean silent) {
        track.silent(silent);
        reference = findReference();
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
        for (TrackProgress other : running) {
            if (other != track && !other.silent()
                    && us - other.waitedSinceUs() > rules.patienceUs(other)) {
                boolean wasReference = other == reference;
                silence(other, true);
                out.accept(new Mark.TrackSilent(other.track().id(), at));
                if (wasReference && last != null && track == reference) {
                    catchUp(last, track, other, us, out);
                }
            }
        }
        if (back) {
            silence(track, false);
            out.accept(new Mark.TrackBack(track.track().id(), at));
        }
        if (track == reference) {
            cutIfDue(frame, track, paused, out);
        } else if (paused) {
            out.accept(new Mark.TrackSilent(track.track().id(),
                    new Timestamp(track.expectedDts(), timescale)));
            out.accept(new Mark.TrackBack(track.track().id(), at));
        }
        track.advance(frame, back || paused);
    }

    /// The reference has fallen silent a while ago: sound has waited for it and is cut behind us.
    private void catchUp(Mark.Cut from, TrackProgress sound, TrackProgress gone, long us,
            Consumer<Signal> out) {
        int timescale = sound.track().timescale();
        long length = rules.limitSeconds(from) * (long) timescale;
        long least = Timestamp.rescale(gone.lastDts(), gone.track().timescale(), timescale) + 1;
        long now = Timestamp.rescale(us, MILLION, timescale);
        long start = Math.max(least, from.start().on(timescale).ticks() + length);
        for (int i = 0; i < MAX_CATCH_UP && now - start >= 0; i++) {
            cut(new Timestamp(start, timescale), new Timestamp(start, timescale),
                    new Cause(Kind.AUDIO, 0, false, true), out);
            start += length;
        }
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
        long sincePts = frame.pts() - before.start().on(timescale).ticks();
        int limit = rules.limitSeconds(before);
        boolean due = key
                && sincePts >= rules.leastTicks(frame.kind(), timescale, before.forced());
        long longest = Math.max(since, sincePts) + track.lastDuration();
        boolean late = rules.overruns(longest, timescale, limit);
        if (due || late || paused || key && (breakPending || takesOver)) {
            boolean tooLong = rules.rounds(since, timescale) > limit;
            long gap = paused || tooLong ? Math.max(0, track.hole(frame)) : 0;
            cut(frame, gap, due && gap == 0 && !breakPending && !takesOver, out);
        }
    }

    private void cut(Frame frame, long gapTicks, boolean natural, Consumer<Signal> out) {
        int timescale = frame.track().timescale();
        boolean forced = tracks.first(Kind.VIDEO).isPresent()
                && !(frame.kind() == Kind.VIDEO && frame.isKey());
        cut(new Timestamp(frame.pts(), timescale), new Timestamp(frame.dts(), timescale),
                new Cause(frame.kind(), gapTicks, natural, forced), out);
    }

    /// Why and how a cut is made.
    ///
    /// @param kind     of the reference track
    /// @param gapTicks outage before it
    /// @param natural  a segment is complete and nothing has gone wrong: its length may be judged
    /// @param forced   not before a key frame
    private record Cause(Kind kind, long gapTicks, boolean natural, boolean forced) {
    }

    private void cut(Timestamp at, Timestamp dts, Cause cause, Consumer<Signal> out) {
        int timescale = at.timescale();
        Mark.Cut before = last;
        moveDate();
        Mark.Cut cut;
        if (before == null) {
            cut = first(at, cause.forced);
        } else {
            int target = before.targetSeconds();
            long since = dts.ticks() - lastCutDts.on(timescale).ticks();
            boolean longEnough = since >= PackagingOptions.MAX_TARGET_SECONDS * (long) timescale;
            if (target == 0 && (cause.natural || longEnough)) {
                target = rules.targetSeconds(cause.kind, since, timescale);
            }
            boolean listed = target > 0 && cause.gapTicks <= MAX_GAP_SECONDS * (long) timescale;
            long gap = listed ? cause.gapTicks : 0;
            boolean breaks = breakPending || gap < cause.gapTicks;
            cut = new Mark.Cut(token == before.token() ? before.sessionTag() : tag(at),
                    before.number() + Gaps.count(gap, timescale, target) + 1, at, target,
                    before.discontinuity() + (breaks ? 1 : 0), breaks, gap, heard(),
                    dateOffsetMs, token, cause.forced);
        }
        last = cut;
        highWater = new HighWater(cut.number(), cut.discontinuity());
        lastCutDts = dts;
        breakPending = false;
        takesOver = false;
        out.accept(cut);
    }

    private Mark.Cut first(Timestamp at, boolean forced) {
        HighWater highWater = start.highWater();
        boolean restart = !highWater.equals(HighWater.NONE);
        return new Mark.Cut(tag(at), rules.firstNumber(at, highWater.number()), at, 0,
                highWater.discontinuity() + (restart ? 1 : 0), restart, 0, heard(), dateOffsetMs,
                token, forced);
    }

    private int tag(Timestamp at) {
        return Digests.sessionTag(start.stream(), at.on(1000).ticks(), token);
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
