package io.freshet.control.access;

import io.freshet.control.events.Event;
import io.freshet.control.events.Events;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.media.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells of those who were not let in; of a flood of them, of some.
///
/// Threading: shared, guarded by itself; never blocks.
final class Refusals {

    /// Enough to see who tries what; a guesser's thousands would push all else out of the log.
    private static final int PER_SECOND_MAX = 10;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Clock clock;
    private volatile @Nullable Events events;
    private long sinceNs;
    private int told;
    private int untold;

    Refusals(Clock clock) {
        this.clock = clock;
        this.sinceNs = clock.monotonicNs();
    }

    /// This is where they are told.
    void connect(Events to) {
        events = to;
    }

    Decision note(Request request, Decision decision) {
        Events to = events;
        if (!decision.allowed() && to != null) {
            int before = turn();
            if (before >= 0) {
                to.happened(Event.of(request.action() == Action.PUBLISH ? "publisher.refused"
                        : "viewer.refused", request.key(), "address", request.peer().address(),
                        "protocol", request.protocol().name().toLowerCase(Locale.ROOT)
                                .replace('_', '-'), "reason", decision.reason(),
                        "untoldBefore", Integer.toString(before)));
            }
        }
        return decision;
    }

    /// How many were passed over since the last that was told; -1 if this one is, too.
    private synchronized int turn() {
        long nowNs = clock.monotonicNs();
        if (nowNs - sinceNs >= SECOND_NS) {
            sinceNs = nowNs;
            told = 0;
        }
        if (told >= PER_SECOND_MAX) {
            untold++;
            return -1;
        }
        told++;
        int before = untold;
        untold = 0;
        return before;
    }
}
