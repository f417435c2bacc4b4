package io.freshet.net.http;

import java.util.concurrent.atomic.LongAdder;

/// Counts what an HTTP server does.
///
/// Threading: shared; adders, no lock.
final class HttpTally {
    final LongAdder requests = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder faults = new LongAdder();
    final LongAdder headerTimeouts = new LongAdder();
    final LongAdder idleTimeouts = new LongAdder();
    final LongAdder progressTimeouts = new LongAdder();

    HttpCounts counts() {
        return new HttpCounts(requests.sum(), refused.sum(), faults.sum(), new HttpCounts.Timeouts(
                headerTimeouts.sum(), idleTimeouts.sum(), progressTimeouts.sum()));
    }
}
