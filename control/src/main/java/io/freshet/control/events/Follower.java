package io.freshet.control.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One who is told what happens, as it happens.
///
/// Who does not take what waits is cut off: it comes back and says what it had last.
///
/// Threading: shared, guarded by its lock; `next` by one reader.
public final class Follower implements AutoCloseable {

    /// Ten seconds of a busy node.
    static final int WAITING_MAX = 1024;

    private final EventFilter filter;
    private final Consumer<Follower> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<LoggedEvent> waiting = new ArrayDeque<>();
    private boolean closed;

    /// @param missed what it is told first
    Follower(EventFilter filter, List<LoggedEvent> missed, Consumer<Follower> onClose) {
        this.filter = filter;
        this.onClose = onClose;
        missed.stream().filter(event -> filter.takes(event.event())).forEach(waiting::add);
    }

    void offer(LoggedEvent event) {
        if (!filter.takes(event.event())) {
            return;
        }
        lock.lock();
        try {
            if (waiting.size() >= WAITING_MAX) {
                closed = true;
            } else if (!closed) {
                waiting.add(event);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What came next; empty if nothing did in `patienceMs`, or it [#isOver].
    public Optional<LoggedEvent> next(long patienceMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return Optional.ofNullable(waiting.poll());
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing comes any more, since it was closed or fell too far behind.
    public boolean isOver() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
