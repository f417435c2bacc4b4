package io.freshet.control;

import io.freshet.live.Loop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A loop that is one thread of its own; its timers run when told to.
///
/// Threading: shared, as every loop.
final class SingleThreadLoop implements Loop, AutoCloseable {

    private volatile @Nullable Thread thread;
    private final List<Runnable> timers = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
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
        timers.add(task);
        return () -> timers.remove(task);
    }

    /// Time passes: runs what was scheduled until now, whenever it was due.
    void fireTimers() {
        List<Runnable> due = List.copyOf(timers);
        timers.removeAll(due);
        due.forEach(this::await);
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
