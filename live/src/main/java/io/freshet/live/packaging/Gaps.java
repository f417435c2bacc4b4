package io.freshet.live.packaging;

import io.freshet.media.Mark;
import io.freshet.media.Timestamp;
import java.util.ArrayList;
import java.util.List;

/// How an outage before a cut is divided into segments: the same for the one who cuts and who
/// lists.
///
/// Threading: stateless.
final class Gaps {

    /// A leader lists at most a minute, and a target duration is at least a second.
    private static final int MAX_COUNT = 60;

    private Gaps() {
    }

    /// Segments that an outage takes: as few as the target duration allows.
    static int count(long gapTicks, int timescale, int targetSeconds) {
        long target = (long) targetSeconds * timescale;
        return gapTicks <= 0 || target <= 0 ? 0
                : (int) Math.min(MAX_COUNT, Math.ceilDiv(gapTicks, target));
    }

    /// Where the segments of the outage begin, oldest first; numbered up to the one
    /// before the cut's.
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
