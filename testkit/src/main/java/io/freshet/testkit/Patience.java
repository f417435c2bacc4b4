package io.freshet.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another thread or process makes true.
///
/// A machine that stands still for seconds lets nobody make progress: such a pause counts as one
/// look and no more, so that a test fails for what it tests and not for where it runs. But looks
/// that take long themselves do not go on for ever: the clock ends them after four times as long.
///
/// Threading: stateless; blocks the caller.
public final class Patience {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final long LOOK_MS = 10;
    private static final long LOOK_COUNTS_NS_MAX = 100_000_000;
    private static final int CLOCK_TIMES_MAX = 4;

    private Patience() {
    }

    /// Waits for up to 30 s.
    ///
    /// @param what what is waited for, as the failure says it
    /// @throws AssertionError if it does not come
    public static void until(String what, BooleanSupplier holds) {
        until(() -> what, USUAL, holds);
    }

    /// Waits for as long as is said.
    ///
    /// @param what what is waited for, as the failure says it
    /// @throws AssertionError if it does not come
    public static void until(String what, Duration atMost, BooleanSupplier holds) {
        until(() -> what, atMost, holds);
    }

    /// Waits for as long as is said.
    ///
    /// @param what what is waited for and how it stands, asked when it did not come
    /// @throws AssertionError if it does not come
    public static void until(Supplier<String> what, Duration atMost, BooleanSupplier holds) {
        long spentNs = 0;
        long fromNs = System.nanoTime();
        long lookedNs = fromNs;
        while (!holds.getAsBoolean()) {
            if (spentNs > atMost.toNanos()
                    || lookedNs - fromNs > CLOCK_TIMES_MAX * atMost.toNanos()) {
                throw new AssertionError("waited " + (lookedNs - fromNs) / 1_000_000 + " ms for "
                        + what.get());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what.get(), stop);
            }
            long nowNs = System.nanoTime();
            spentNs += Math.min(nowNs - lookedNs, LOOK_COUNTS_NS_MAX);
            lookedNs = nowNs;
        }
    }
}
