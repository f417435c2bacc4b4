package io.freshet.gateway;

import io.freshet.media.Clock;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.concurrent.atomic.LongAdder;

/// How often an address may ask where to go, by `/route` and `/steer` together.
///
/// Whose address it is proxies say that are trusted; this machine's own are not held up.
///
/// Threading: shared, atomic.
public final class GuidePace {

    /// A class that comes at once, and its players asking again.
    static final int BURST_S = 4;

    private final AddressPace pace;
    private final Clock clock;
    private final LongAdder refused = new LongAdder();

    /// @param perSecond of one address, in the long run; four times as many at once
    public GuidePace(int perSecond, Clock clock) {
        this.clock = clock;
        this.pace = new AddressPace(perSecond, perSecond * BURST_S, clock.monotonicNs());
    }

    /// Whether it may; else it has been answered.
    boolean lets(HttpRequest request, HttpReplier replier) {
        if (pace.lets(request.origin().remote().getAddress(), clock.monotonicNs())) {
            return true;
        }
        refused.increment();
        Answers.tooOften(replier);
        return false;
    }

    /// How many requests came too soon.
    public long refused() {
        return refused.sum();
    }
}
