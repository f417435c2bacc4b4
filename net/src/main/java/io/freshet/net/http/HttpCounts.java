package io.freshet.net.http;

import java.util.concurrent.atomic.LongAdder;

/// What an HTTP server has seen since its start; a snapshot for metrics.
///
/// @param refused  requests that broke a rule of HTTP or a bound
/// @param timeouts slow headers, idle connections and readers without progress, in this order
public record HttpCounts(long requests, long refused, long faults, Timeouts timeouts) {
    /// Connections closed because of time.
    public record Timeouts(long header, long idle, long progress) {}

    /// Counts what an HTTP server does.
    ///
    /// Threading: shared; adders, no lock.
    static final class Tally {
        final LongAdder requests = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder faults = new LongAdder();
        final LongAdder headerTimeouts = new LongAdder();
        final LongAdder idleTimeouts = new LongAdder();
        final LongAdder progressTimeouts = new LongAdder();

        HttpCounts counts() {
            return new HttpCounts(requests.sum(), refused.sum(), faults.sum(), new Timeouts(
                    headerTimeouts.sum(), idleTimeouts.sum(), progressTimeouts.sum()));
        }
    }
}
