package io.freshet.live.packaging;

import io.freshet.media.Mark;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Where a segment begins, in every rendition: a cut, or one of the steps of the outage before it.
///
/// @param number its segment
/// @param start  presentation time
/// @param cut    the mark that made it known
/// @param tracks what the stream has from the mark on
record Boundary(long number, Timestamp start, Mark.Cut cut, Tracks tracks) {

    /// Two frames of sound: so much of the old may lie behind a mark while the new is told of.
    private static final int OLD_SOUND_PER_SECOND = 20;

    /// Whether sound whose last frame was at `last` may take up a new configuration at a mark that
    /// came before it: what lies behind the mark is too little to keep, and less than a part.
    static boolean mayChange(Mark.Cut cut, Timestamp last) {
        int timescale = cut.start().timescale();
        return cut.breaks() && last.on(timescale).ticks()
                < cut.start().ticks() + timescale / OLD_SOUND_PER_SECOND;
    }

    /// What a mark stands for: the segments of the outage before it, and its own.
    static List<Boundary> of(Mark.Cut cut, Tracks tracks) {
        List<Boundary> all = new ArrayList<>();
        List<Timestamp> gaps = Gaps.starts(cut);
        for (int i = 0; i < gaps.size(); i++) {
            all.add(new Boundary(cut.number() - gaps.size() + i, gaps.get(i), cut, tracks));
        }
        all.add(new Boundary(cut.number(), cut.start(), cut, tracks));
        return all;
    }

    /// The outage before the cut is over here.
    boolean isCut() {
        return number == cut.number();
    }

    boolean breaks() {
        return isCut() && cut.breaks();
    }

    int discontinuity() {
        return cut.discontinuity() - (cut.breaks() && !isCut() ? 1 : 0);
    }

    /// Ticks of its start on a track's clock, rounded towards the past.
    long ticks(int timescale) {
        return start.on(timescale).ticks();
    }

    Boundary with(Tracks others) {
        return new Boundary(number, start, cut, others);
    }

    Optional<Track> track(int id) {
        return tracks.byId(id);
    }

    /// `{tag}/{number}`, how its URLs begin.
    String path() {
        return HexFormat.of().toHexDigits(cut.sessionTag()) + "/" + number;
    }
}
