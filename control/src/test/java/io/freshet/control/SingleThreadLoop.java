package io.freshet.control;

import io.freshet.live.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A loop that is one thread of its own.
///
/// Threading: shared, as every loop.
final class SingleThreadLoop implements Loop, AutoCloseable {

    private volatile @Nullable Thread thread;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            task -> {
                Thread made = Thread.ofPlatform().daemon().name("test-loop").unstarted(task);
                thread = made;
                return made;
            });

    @Override
    public boolean inLoop() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        ScheduledFuture<?> future = executor.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /// Runs `task` there and waits for it and for what it handed in.
    void await(Runnable task) {
        CompletableFuture.runAsync(task, executor).join();
        CompletableFuture.runAsync(() -> { }, executor).join();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
