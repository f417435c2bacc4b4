package io.freshet.testkit;

import io.freshet.media.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves only when told to; starts at 2026-01-01T00:00:00Z.
///
/// Threading: shared, atomic.
public final class FakeClock implements Clock {

    private final AtomicLong monotonicNs = new AtomicLong(1_000_000_000L);
    private final AtomicLong wallMs = new AtomicLong(1_767_225_600_000L);

    @Override
    public long monotonicNs() {
        return monotonicNs.get();
    }

    @Override
    public long wallMs() {
        return wallMs.get();
    }

    /// Moves both clocks forward.
    public void advanceMs(long ms) {
        monotonicNs.addAndGet(ms * 1_000_000);
        wallMs.addAndGet(ms);
    }

    /// Sets the wall clock alone forth or back, as an operator or NTP does.
    public void jumpWallMs(long ms) {
        wallMs.addAndGet(ms);
    }
}
