package io.freshet.server;

import io.freshet.live.StreamReport.State;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.server.cluster.ClusterStart;
import java.time.Duration;
import java.util.Optional;

/// How a node takes leave of those who are there before it stops.
///
/// Threading: called by the one thread that stops the node.
///
/// @param cluster  in which others may serve them
/// @param patience for so long at most
record Farewell(Streams streams, Optional<ClusterStart> cluster, Clock clock, Duration patience) {

    private static final long LOOK_MS = 50;

    /// Lets nobody in, and returns when those who were there have gone, or time is up.
    void take() {
        try {
            boolean gone = cluster.isPresent() && cluster.get().drain();
            streams.stop();
            if (!gone) {
                awaitPublishers();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPublishers() throws InterruptedException {
        long endNs = clock.monotonicNs() + patience.toNanos();
        while (clock.monotonicNs() < endNs && streams.all().stream()
                .anyMatch(stream -> stream.lastReport().state() == State.LIVE)) {
            Thread.sleep(LOOK_MS);
        }
    }
}
