package io.freshet.control;

import io.freshet.media.Clock;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// Ends connections whose request takes too long, from its first line to its answer's last byte.
///
/// Helidon has no time bound for a header that comes byte by byte, nor for a peer that does not
/// read; with a bounded number of connections a few of those would keep everybody out. Between
/// requests Helidon's idle timeout holds.
///
/// Threading: shared, the map is concurrent; interrupting a virtual thread that waits for its
/// socket closes the socket.
final class RequestDeadlines implements Http1ConnectionListener, AutoCloseable {

    /// Thrice what a kick may wait for a loop; enough for a list of all streams on a slow link.
    static final Duration REQUEST_MAX = Duration.ofSeconds(15);

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Clock clock;
    private final ConcurrentHashMap<Thread, Long> startedNs = new ConcurrentHashMap<>();
    private final Thread watch;

    RequestDeadlines(Clock clock) {
        this.clock = clock;
        this.watch = Thread.ofVirtual().name("control-deadlines").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(CHECK);
                sweep();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// A request's first line is complete.
    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        startedNs.put(Thread.currentThread(), clock.monotonicNs());
    }

    /// The answer to this thread's request is written.
    void done() {
        startedNs.remove(Thread.currentThread());
    }

    /// What is written to `out` must be taken in time, piece by piece; between pieces there is all
    /// the time in the world.
    OutputStream watched(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                timed(() -> out.write(bytes, offset, length));
            }

            @Override
            public void flush() throws IOException {
                timed(out::flush);
            }

            @Override
            public void close() throws IOException {
                timed(out::close);
            }
        };
    }

    /// Something that may wait for the peer.
    private interface Step {
        void run() throws IOException;
    }

    private void timed(Step step) throws IOException {
        startedNs.put(Thread.currentThread(), clock.monotonicNs());
        try {
            step.run();
        } finally {
            done();
        }
    }

    void sweep() {
        long nowNs = clock.monotonicNs();
        startedNs.forEach((thread, sinceNs) -> {
            if (nowNs - sinceNs > REQUEST_MAX.toNanos() && startedNs.remove(thread, sinceNs)) {
                thread.interrupt();
            }
        });
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
