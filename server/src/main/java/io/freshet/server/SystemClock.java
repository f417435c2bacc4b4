package io.freshet.server;

import io.freshet.media.Clock;

/// The machine's clocks: the only place where they are read.
///
/// Threading: stateless.
final class SystemClock implements Clock {

    /// For showing what a wrong clock does: `./freshet chaos demo --fault clock-off`.
    private static final long AHEAD_MS = Long.getLong("freshet.clock-ahead-ms", 0);

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis() + AHEAD_MS;
    }
}
