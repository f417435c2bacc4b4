package io.freshet.tools.chaos;

import io.freshet.tools.chaos.Steward.Limb;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks over and over which node says that it leads.
///
/// Threading: a thread of its own.
final class Claims implements AutoCloseable {

    private static final long EVERY_MS = 500;

    private final Ground ground;
    private final String stream;
    private final Hearing hearing;
    private final Thread thread;
    private Optional<Steward> steward = Optional.empty();
    private int asked;

    private Claims(Ground ground, String stream, Hearing hearing) {
        this.ground = ground;
        this.stream = stream;
        this.hearing = hearing;
        this.thread = Thread.ofVirtual().name("claims").unstarted(this::run);
    }

    /// @param stream `/APP/NAME`
    static Claims start(Ground ground, String stream, Hearing hearing) {
        Claims claims = new Claims(ground, stream, hearing);
        claims.thread.start();
        return claims;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        try {
            Steward now = steward.isPresent() ? steward.get() : ground.steward(asked++);
            steward = Optional.of(now);
            long sinceNs = System.nanoTime();
            for (Limb limb : now.tree(stream)) {
                if (limb.level() == 0) {
                    hearing.claimed(limb.node(), limb.token(), sinceNs);
                }
            }
        } catch (IOException away) {
            // What it was asked for may be what is broken; then another one is asked.
            steward = Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
