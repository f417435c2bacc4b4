package io.freshet.live;

import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets through what is new of a stream that another node leads, wherever a relay was reopened.
///
/// Nodes pass signals on in the leader's order, so what is known already is a run at the beginning:
/// frames not after the last one of their track, and the tracks and marks among them. Those that
/// stand right before the first new frame are held back until it comes, and pass if they have not
/// passed before.
///
/// The highest token heard is obeyed: what a leader with a lower one has sent is dropped up to a
/// mark that bears the higher one.
///
/// Threading: confined to the stream's owner loop.
final class Following {

    private static final int MILLION = 1_000_000;
    /// Nobody changes his mind more often between two frames.
    private static final int HELD_MAX = 1_000;

    /// One to a few of them: a walk beats a map.
    private Last[] lasts = {};
    private final List<Signal> held = new ArrayList<>();
    private final List<Mark> sinceFrame = new ArrayList<>();
    private Tracks tracks = Tracks.NONE;
    private Mark.@Nullable Cut lastCut;
    private long newestDtsUs = Long.MIN_VALUE;
    private long highest;
    private boolean stale;
    private boolean known;
    private boolean awaitsKey;

    private long duplicates;
    private long stales;
    private long untilKey;

    /// Where one track has come.
    private static final class Last {
        final int trackId;
        int timescale;
        long dts;

        Last(int trackId) {
            this.trackId = trackId;
        }
    }

    /// A relay was opened, or opened again.
    ///
    /// @param token of the leader behind it
    /// @param gap   something is missing before its first new frame
    void reopened(long token, boolean gap) {
        stale = token < highest;
        highest = Math.max(highest, token);
        known = newestDtsUs != Long.MIN_VALUE;
        awaitsKey |= gap && known;
        held.clear();
    }

    /// This node leads with that token now, or somebody else does: lower ones are dropped.
    void heard(long token) {
        stale |= token > highest;
        highest = Math.max(highest, token);
    }

    /// Something was lost on the way here.
    void missed() {
        awaitsKey = true;
    }

    /// Passes on what is new.
    void accept(Signal signal, Consumer<Signal> out) {
        switch (signal) {
            case Tracks next -> accept(next, out);
            case Mark mark -> accept(mark, out);
            case Frame frame -> accept(frame, out);
        }
    }

    private void accept(Tracks next, Consumer<Signal> out) {
        if (stale) {
            return;
        }
        if (known) {
            hold(next);
        } else {
            adopt(next, out);
        }
    }

    private void adopt(Tracks next, Consumer<Signal> out) {
        if (next.equals(tracks)) {
            return;
        }
        List<Track> merged = new ArrayList<>();
        for (Track track : next.all()) {
            merged.add(tracks.byId(track.id()).filter(track::equals).orElse(track));
        }
        tracks = new Tracks(merged);
        out.accept(tracks);
    }

    private void accept(Mark mark, Consumer<Signal> out) {
        if (mark instanceof Mark.Cut cut) {
            stale = cut.token() < highest;
            highest = Math.max(highest, cut.token());
        }
        if (stale) {
            stales++;
        } else if (known && !(mark instanceof Mark.EndOfStream)) {
            hold(mark);
        } else {
            letGo(out);
            pass(mark, out);
        }
    }

    private void pass(Mark mark, Consumer<Signal> out) {
        if (mark instanceof Mark.Cut cut) {
            Mark.Cut last = lastCut;
            if (last != null && cut.token() == last.token() && cut.number() <= last.number()) {
                duplicates++;
                return;
            }
            lastCut = cut;
        } else if (sinceFrame.contains(mark)) {
            duplicates++;
            return;
        }
        if (sinceFrame.size() < HELD_MAX) {
            sinceFrame.add(mark);
        }
        out.accept(mark);
    }

    private void hold(Signal signal) {
        if (held.size() < HELD_MAX) {
            held.add(signal);
        }
    }

    private void letGo(Consumer<Signal> out) {
        known = false;
        if (held.isEmpty()) {
            return;
        }
        for (Signal before : held) {
            if (before instanceof Tracks next) {
                adopt(next, out);
            } else if (before instanceof Mark mark) {
                pass(mark, out);
            }
        }
        held.clear();
    }

    private void accept(Frame frame, Consumer<Signal> out) {
        if (stale) {
            stales++;
            return;
        }
        if (isKnown(frame)) {
            duplicates++;
            known = true;
            held.clear();
            return;
        }
        letGo(out);
        Track track = tracks.byId(frame.track().id()).orElse(null);
        if (track == null || awaitsKey(frame)) {
            untilKey++;
            return;
        }
        note(frame);
        out.accept(isOn(track, frame) ? frame : frame.on(track));
    }

    /// The same object, so that those behind need not compare what is in it.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOn(Track track, Frame frame) {
        return frame.track() == track;
    }

    /// This node's own leader has sent that: who follows it now goes on from there.
    void sent(Signal signal) {
        switch (signal) {
            case Tracks next -> tracks = next;
            case Frame frame -> note(frame);
            case Mark.Cut cut -> lastCut = cut;
            case Mark mark -> {
                if (sinceFrame.size() < HELD_MAX) {
                    sinceFrame.add(mark);
                }
            }
        }
    }

    private void note(Frame frame) {
        Last last = lastOf(frame.track().id());
        if (last == null) {
            last = new Last(frame.track().id());
            lasts = Arrays.copyOf(lasts, lasts.length + 1);
            lasts[lasts.length - 1] = last;
        }
        last.timescale = frame.track().timescale();
        last.dts = frame.dts();
        newestDtsUs = Math.max(newestDtsUs, frame.dtsOn(MILLION));
        if (!sinceFrame.isEmpty()) {
            sinceFrame.clear();
        }
    }

    private boolean isKnown(Frame frame) {
        Last last = lastOf(frame.track().id());
        return last != null && (last.timescale == frame.track().timescale()
                ? frame.dts() <= last.dts
                : frame.dtsOn(MILLION) <= Timestamp.rescale(last.dts, last.timescale, MILLION));
    }

    private @Nullable Last lastOf(int trackId) {
        for (Last last : lasts) {
            if (last.trackId == trackId) {
                return last;
            }
        }
        return null;
    }

    /// Behind a hole pictures are broken until the next key frame.
    private boolean awaitsKey(Frame frame) {
        if (awaitsKey && (frame.kind() == Kind.VIDEO ? frame.isKey()
                : tracks.first(Kind.VIDEO).isEmpty())) {
            awaitsKey = false;
        }
        return awaitsKey && frame.kind() == Kind.VIDEO;
    }

    /// The highest token heard.
    long highestToken() {
        return highest;
    }

    /// Decode time of the newest frame, us of output time; `Long.MIN_VALUE` before the first.
    long newestDtsUs() {
        return newestDtsUs;
    }

    /// What was here already and was dropped.
    long duplicates() {
        return duplicates;
    }

    /// What a leader sent who was none any more.
    long stales() {
        return stales;
    }

    /// Pictures that nobody could have shown.
    long untilKey() {
        return untilKey;
    }
}
