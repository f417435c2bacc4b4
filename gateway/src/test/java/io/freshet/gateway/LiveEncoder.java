package io.freshet.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/// Publishes `live/a` in real time until it is closed.
///
/// Threading: a thread of its own.
final class LiveEncoder implements AutoCloseable {

    private static final int STEP_MS = 40;
    private static final int SECONDS_MAX = 120;

    private final RtmpPeer peer;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long pauseMaxNs;

    LiveEncoder(InetSocketAddress at) throws IOException {
        peer = RtmpPeer.publish(at, "live", "a");
        peer.await("started");
        peer.send(Encoder.tracks());
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
        Encoder encoder = new Encoder(SECONDS_MAX);
        long nextNs = System.nanoTime();
        long lastNs = nextNs;
        for (int i = 0; i < SECONDS_MAX * 1000 / STEP_MS - 1 && !stopped; i++) {
            long nowNs = System.nanoTime();
            pauseMaxNs = Math.max(pauseMaxNs, nowNs - lastNs);
            lastNs = nowNs;
            peer.send(encoder.next(STEP_MS));
            nextNs += STEP_MS * 1_000_000L;
            LockSupport.parkNanos(nextNs - System.nanoTime());
        }
    }

    /// The longest that it sent nothing itself, ms: on a busy machine no fault of the server.
    long pauseMaxMs() {
        return pauseMaxNs / 1_000_000;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peer.close();
    }
}
