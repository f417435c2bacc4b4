package io.freshet.testkit;

import io.freshet.media.Clock;

/// The machine's clock, for tests with real sockets.
///
/// Threading: stateless.
public final class RealClock implements Clock {

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }
}
