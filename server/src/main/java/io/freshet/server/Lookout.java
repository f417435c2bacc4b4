package io.freshet.server;

import java.time.Duration;
import java.util.List;

/// Looks at files now and then, for as long as the node runs.
///
/// Threading: one virtual thread of its own calls what it was given.
final class Lookout implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Lookout.class.getName());
    /// Changed files are in use after two looks; a look costs some microseconds.
    static final Duration EVERY = Duration.ofSeconds(2);

    private final List<Runnable> looks;
    private final Thread thread;

    /// @param looks may block, and must come to an end
    Lookout(List<Runnable> looks) {
        this.looks = List.copyOf(looks);
        this.thread = Thread.ofVirtual().name("lookout").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                looks.forEach(Lookout::look);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a look at files failed", fault);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
