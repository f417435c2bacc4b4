package io.freshet.control.quality;

import io.freshet.live.Audience;
import io.freshet.live.Audience.Output;

/// How long it takes until viewers have, or can fetch, what came in: the worst of each second,
/// smoothed over some of them.
///
/// Threading: confined to its owner, but for `now`.
final class Deliveries {

    private static final int SILENT_S = 10;

    private final Audience audience;
    private final Figure wire = new Figure();
    private final Figure hls = new Figure();
    private volatile Now now = Now.NONE;

    /// @param wireMs to connections of RTMP and FLV; -1 while nobody watches so
    /// @param hlsMs  to the playlist of HLS; -1 while there is none
    record Now(long wireMs, long hlsMs) {
        static final Now NONE = new Now(-1, -1);
    }

    /// Threading: confined to its owner.
    private static final class Figure {
        private double meanMs = -1;
        private int silentS;

        long next(long worstNs) {
            if (worstNs >= 0) {
                double ms = worstNs / 1e6;
                meanMs = meanMs < 0 ? ms : meanMs + (ms - meanMs) / 4;
                silentS = 0;
            } else if (++silentS >= SILENT_S) {
                meanMs = -1;
            }
            return Math.round(meanMs);
        }
    }

    Deliveries(Audience audience) {
        this.audience = audience;
    }

    /// A second is over.
    void second() {
        now = new Now(wire.next(audience.takeDelayNs(Output.WIRE)),
                hls.next(audience.takeDelayNs(Output.HLS)));
    }

    /// From any thread.
    Now now() {
        return now;
    }
}
