package io.freshet.live;

import io.freshet.live.relay.BacklogBounds;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has lately been sent, cut at the marks: another node that begins to follow gets it, so that
/// it can list the whole window of segments by itself.
///
/// Payloads are shared with everybody else; what is kept beyond the window costs references.
///
/// Threading: confined to the stream's owner loop.
final class Backlog {

    /// Segments before the oldest wanted one in which frames may lie that belong to it.
    private static final int BEFORE = 3;
    /// While no target duration is known nothing is listed, and no more than this is kept.
    private static final int MAX_UNLISTED = 32;
    /// Of another quality a key frame may lie so long before the mark.
    private static final int EARLY_SECONDS = 1;

    private final BacklogBounds bounds;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private Piece open = new Piece(null, Tracks.NONE);
    private Tracks tracks = Tracks.NONE;
    private long bytes;


    /// From a mark to the next.
    private static final class Piece {
        final Mark.@Nullable Cut cut;
        /// As they were before its first signal.
        final Tracks before;
        final List<Signal> signals = new ArrayList<>();
        long bytes;

        Piece(Mark.@Nullable Cut cut, Tracks before) {
            this.cut = cut;
            this.before = before;
        }
    }

    Backlog(BacklogBounds bounds) {
        this.bounds = bounds;
    }

    void add(Signal signal) {
        if (signal instanceof Mark.Cut cut) {
            pieces.add(open);
            open = new Piece(cut, tracks);
            trim(cut);
        }
        if (signal instanceof Tracks next) {
            tracks = next;
        }
        open.signals.add(signal);
        if (signal instanceof Frame frame) {
            open.bytes += frame.payload().length();
            bytes += frame.payload().length();
            if (bytes > bounds.bytesMax()) {
                shorten();
            }
        }
    }

    private void trim(Mark.Cut newest) {
        while (pieces.size() > bounds.segments() + BEFORE && isLongEnough(newest)
                || pieces.size() > MAX_UNLISTED && newest.targetSeconds() == 0) {
            bytes -= pieces.removeFirst().bytes;
        }
    }

    /// Whether what lies behind the oldest ones is enough.
    private boolean isLongEnough(Mark.Cut newest) {
        Mark.Cut oldest = pieces.stream().skip(BEFORE + 1L).findFirst().map(it -> it.cut)
                .orElse(null);
        return oldest == null || newest.start().on(1000).ticks() - oldest.start().on(1000).ticks()
                >= bounds.targets() * 1000L * newest.targetSeconds();
    }

    private void shorten() {
        while (bytes > bounds.bytesMax() && !pieces.isEmpty()) {
            bytes -= pieces.removeFirst().bytes;
        }
        if (bytes > bounds.bytesMax()) {
            // One segment that large helps nobody; who joins waits for the next mark.
            open = new Piece(null, tracks);
            bytes = 0;
        }
    }

    /// The whole window: the tracks, what belongs behind its first mark, and all since; nothing
    /// while there is no mark.
    List<Signal> window() {
        List<Piece> all = all();
        for (int i = 0; i < all.size(); i++) {
            // The frames that belong to a segment may be missing where the backlog begins.
            boolean whole = i >= BEFORE || i > 0 && all.getFirst().cut == null;
            if (all.get(i).cut != null && whole) {
                return since(all, i);
            }
        }
        return List.of();
    }

    /// All from the beginning of that segment on; empty if it is not here.
    ///
    /// @param number of the last mark that the asker knows
    List<Signal> after(long number) {
        List<Piece> all = all();
        Mark.Cut newest = open.cut;
        for (int i = 0; i < all.size(); i++) {
            Mark.Cut cut = all.get(i).cut;
            if (cut != null && cut.number() == number) {
                return since(all, i);
            }
        }
        // The asker may have come further than this node.
        return newest != null && newest.number() < number ? since(all, all.size() - 1) : List.of();
    }

    /// All frames that there are, in order.
    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Piece piece : all()) {
            for (Signal signal : piece.signals) {
                if (signal instanceof Frame frame) {
                    frames.add(frame);
                }
            }
        }
        return frames;
    }

    private List<Piece> all() {
        List<Piece> all = new ArrayList<>(pieces);
        all.add(open);
        return all;
    }

    private static List<Signal> since(List<Piece> all, int first) {
        Mark.Cut cut = all.get(first).cut;
        List<Signal> out = new ArrayList<>();
        int from = Math.max(0, first - BEFORE);
        Tracks now = all.get(from).before;
        if (!now.all().isEmpty()) {
            out.add(now);
        }
        for (Piece piece : all.subList(from, first)) {
            for (Signal signal : piece.signals) {
                if (signal instanceof Tracks next) {
                    now = next;
                    out.add(next);
                } else if (signal instanceof Frame frame && cut != null
                        && belongsBehind(frame, cut, now)) {
                    out.add(frame);
                }
            }
        }
        for (Piece piece : all.subList(first, all.size())) {
            out.addAll(piece.signals);
        }
        return out;
    }

    /// Frames of the reference video stand where they belong; others by their time.
    private static boolean belongsBehind(Frame frame, Mark.Cut cut, Tracks tracks) {
        Timestamp start = cut.start();
        boolean reference = false;
        for (Track track : tracks.all()) {
            if (track.kind() == Kind.VIDEO && cut.initDigests().containsKey(track.id())) {
                reference = track.id() == frame.track().id();
                break;
            }
        }
        long early = frame.kind() == Kind.VIDEO ? (long) start.timescale() * EARLY_SECONDS : 0;
        return !reference && frame.ptsOn(start.timescale()) >= start.ticks() - early;
    }
}
