package io.freshet.control.quality;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What players tell of one stream: since it began, and of the last minutes.
///
/// Threading: shared, guarded by `lock`.
final class StreamQuality {

    private static final int MINUTES = 5;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final long sinceMs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Telling all = new Telling();
    private final Telling[] minutes = new Telling[MINUTES];
    private long minute = Long.MIN_VALUE;

    StreamQuality(long sinceMs) {
        this.sinceMs = sinceMs;
        for (int i = 0; i < MINUTES; i++) {
            minutes[i] = new Telling();
        }
    }

    void tell(Beacon beacon, long nowNs) {
        locked(() -> {
            all.add(beacon);
            now(nowNs).add(beacon);
        });
    }

    void starved(long nowNs) {
        locked(() -> {
            all.starved();
            now(nowNs).starved();
        });
    }

    /// How old the stream's pictures were when they came.
    void serverLatency(long ms, long nowNs) {
        locked(() -> {
            all.serverLatency.add(ms);
            now(nowNs).serverLatency.add(ms);
        });
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    private Telling now(long nowNs) {
        long current = Math.floorDiv(nowNs, MINUTE_NS);
        long first = Math.max(minute + 1, current - MINUTES + 1);
        for (long each = minute == Long.MIN_VALUE ? current : first; each <= current; each++) {
            minutes[Math.floorMod(each, MINUTES)] = new Telling();
        }
        minute = Math.max(minute, current);
        return minutes[Math.floorMod(minute, MINUTES)];
    }

    long sinceMs() {
        return sinceMs;
    }

    /// Reads what came since the stream began.
    <T> T sinceBegin(Function<Telling, T> reading) {
        lock.lock();
        try {
            return reading.apply(all);
        } finally {
            lock.unlock();
        }
    }

    /// What came in the last five minutes; the caller's own.
    Telling lately(long nowNs) {
        Telling sum = new Telling();
        locked(() -> {
            now(nowNs);
            for (Telling each : minutes) {
                sum.add(each);
            }
        });
        return sum;
    }
}
