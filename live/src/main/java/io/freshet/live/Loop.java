package io.freshet.live;

/// One thread that owns streams and connections; nothing on it may block.
///
/// Threading: shared; every method may be called from anywhere.
public interface Loop {

    /// Whether the caller runs on this loop.
    boolean inLoop();

    /// Runs `task` on this loop, after what was handed in before.
    void execute(Runnable task);

    /// Runs `task` on this loop once it has served its sockets, if it has any: so others come in
    /// between two halves of long work. Call it on the loop.
    default void executeAfterIo(Runnable task) {
        execute(task);
    }

    /// Runs `task` on this loop in `delayNs` ns or a little later.
    Cancellable schedule(Runnable task, long delayNs);

    /// Runs `task` now if the caller is on this loop, else hands it over.
    default void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /// A task that can be called off.
    interface Cancellable {

        /// Calls it off; without effect once it has run. On the loop only.
        void cancel();
    }
}
