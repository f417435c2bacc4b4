package io.freshet.tools.passage;

import io.freshet.media.Bytes;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SplittableRandom;

/// One direction of a passage: packets leave it in the order in which they came, later, or never.
///
/// Threading: confined to its caller.
final class Lane {

    /// A second of 100 Mbit/s; what comes above that is lost, as at any full queue.
    private static final int PACKETS_MAX = 8_500;
    private static final double PERCENT = 100;

    private record Waiting(Bytes packet, long dueNs) {
    }

    private final SplittableRandom random;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long taken;
    private long dropped;
    private long bytes;

    /// @param seed which packets are lost: the same of the same packets in the same order
    Lane(long seed) {
        this.random = new SplittableRandom(seed);
    }

    void take(Bytes packet, Conditions conditions, long nowNs) {
        taken++;
        bytes += packet.length();
        // One number for each packet, whatever the conditions are.
        boolean lost = random.nextDouble() * PERCENT < conditions.lossPercent();
        if (lost || queue.size() >= PACKETS_MAX) {
            dropped++;
            return;
        }
        long dueNs = nowNs + conditions.delayMs() * 1_000_000L;
        queue.add(new Waiting(packet, queue.isEmpty() ? dueNs
                : Math.max(dueNs, queue.getLast().dueNs)));
    }

    /// The next packet whose time has come.
    Optional<Bytes> give(long nowNs) {
        Waiting first = queue.peek();
        if (first == null || first.dueNs > nowNs) {
            return Optional.empty();
        }
        queue.remove();
        return Optional.of(first.packet);
    }

    /// How long until a packet's time comes, at most `longestNs`.
    long idleNs(long nowNs, long longestNs) {
        Waiting first = queue.peek();
        return first == null ? longestNs : Math.clamp(first.dueNs - nowNs, 0, longestNs);
    }

    /// What has come into it so far.
    Passage.Count count() {
        return new Passage.Count(taken, dropped, bytes);
    }
}
