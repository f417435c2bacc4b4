package io.freshet.live.packaging;

import io.freshet.media.Mark;
import io.freshet.media.Timestamp;
import java.util.ArrayList;
import java.util.List;

/// How an outage before a cut is divided into segments: the same for the one who cuts and who lists.
///
/// Threading: stateless.
final class Gaps {

    private Gaps() {
    }

    /// Segments that an outage takes: as few as the target duration allows.
    static int count(long gapTicks, int timescale, int targetSeconds) {
        long target = (long) targetSeconds * timescale;
        return gapTicks == 0 ? 0 : (int) ((gapTicks + target - 1) / target);
    }

    /// Where the segments of the outage begin, oldest first; they are numbered up to `cut.number - 1`.
    static List<Timestamp> starts(Mark.Cut cut) {
        int timescale = cut.start().timescale();
        int count = count(cut.gapTicks(), timescale, cut.targetSeconds());
        long from = cut.start().ticks() - cut.gapTicks();
        List<Timestamp> starts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            starts.add(new Timestamp(from + cut.gapTicks() * i / count, timescale));
        }
        return starts;
    }
}
