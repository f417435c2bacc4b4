package io.freshet.server;

import io.freshet.net.NetLoop;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What loops take for the time: it stands still but for what a test adds.
///
/// Threading: shared, atomic.
final class LoopClock implements LongSupplier {

    /// Loops look at how late they are every 20 ms, by the machine's clock.
    private static final long BEAT_NS = 25_000_000L;

    private final AtomicLong ns = new AtomicLong(System.nanoTime());

    @Override
    public long getAsLong() {
        return ns.get();
    }

    /// Time moves on, and every loop has seen it before this returns.
    void advance(List<NetLoop> loops, int ms) throws InterruptedException {
        ns.addAndGet(ms * 1_000_000L);
        CountDownLatch seen = new CountDownLatch(loops.size());
        // Timers of a loop run in the order of their deadlines: its own came before this one.
        loops.forEach(loop -> loop.schedule(seen::countDown, BEAT_NS));
        if (!seen.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("a loop stands still");
        }
    }
}
