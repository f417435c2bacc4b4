package io.freshet.server;

import io.freshet.media.Clock;

/// The machine's clocks: the only place where they are read.
///
/// Threading: stateless.
final class SystemClock implements Clock {

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }
}
