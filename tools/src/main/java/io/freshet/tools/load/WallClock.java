package io.freshet.tools.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The wall clock in microseconds for a monotonic time, set once a second.
///
/// Threading: confined to its owner.
final class WallClock {

    private long offsetUs;

    WallClock() {
        set();
    }

    void set() {
        offsetUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
                - System.nanoTime() / 1_000;
    }

    long epochUs(long monotonicNs) {
        return monotonicNs / 1_000 + offsetUs;
    }
}
