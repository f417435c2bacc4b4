package io.freshet.coordination;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/// Runs what it is given one at a time and in order, on threads of an executor.
///
/// Nothing that it runs may throw: that is our own fault, and left to the thread to report.
///
/// Threading: shared, guarded by `waiting`.
public final class Voice implements Executor {

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /// @param threads where tasks run; `Runnable::run` for the thread of whoever comes first
    public Voice(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::runAll);
    }

    private void runAll() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | Error wrong) {
                Thread.UncaughtExceptionHandler handler =
                        Thread.currentThread().getUncaughtExceptionHandler();
                if (handler != null) {
                    handler.uncaughtException(Thread.currentThread(), wrong);
                }
            }
        }
    }
}
