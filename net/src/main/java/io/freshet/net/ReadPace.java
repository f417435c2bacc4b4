package io.freshet.net;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Lets connections rest after each read, so that the next one takes several messages at once.
///
/// What a read costs is hardly a matter of its size: most of it is the kernel's acknowledgement,
/// two turns through the ring, and memory of the connection that no cache holds any more.
///
/// Where so many rest that reading them fills a part of the loop, they rest longer, so that more of
/// them make no more reads; up to three times as long.
///
/// They wake in the order in which they lay down.
///
/// Threading: confined to its loop.
///
/// @param <C> a connection
final class ReadPace<C> {

    /// Timers are as coarse as that: those who are due within it are read together.
    static final long GRAIN_NS = 2_000_000L;
    /// Between two reads on average, if the rest may be as long as that takes: 8 000 a second.
    static final long READ_EVERY_NS = 125_000L;
    static final int STRETCH_MAX = 3;

    private final long restNs;
    private final Clockwork clockwork;
    private final Consumer<C> read;
    private final ArrayDeque<Rest<C>> resting = new ArrayDeque<>();
    private boolean scheduled;

    private record Rest<C>(C who, long untilNs) {
    }

    /// What a pace needs of its loop.
    interface Clockwork {
        long nowNs();

        void schedule(Runnable task, long delayNs);
    }

    ReadPace(long restNs, Clockwork clockwork, Consumer<C> read) {
        this.restNs = restNs;
        this.clockwork = clockwork;
        this.read = read;
    }

    /// How long one rests while few do.
    long restNs() {
        return restNs;
    }

    /// It has been read just now.
    void rest(C connection) {
        long nowNs = clockwork.nowNs();
        resting.add(new Rest<>(connection, nowNs + stretchedNs()));
        wakeLater(nowNs);
    }

    private long stretchedNs() {
        return Math.clamp(resting.size() * READ_EVERY_NS, restNs, STRETCH_MAX * restNs);
    }

    private void wakeLater(long nowNs) {
        Rest<C> first = resting.peek();
        if (!scheduled && first != null) {
            scheduled = true;
            clockwork.schedule(this::wake, Math.max(GRAIN_NS, first.untilNs() - nowNs));
        }
    }

    private void wake() {
        scheduled = false;
        long nowNs = clockwork.nowNs();
        Rest<C> first = resting.peek();
        while (first != null && first.untilNs() - nowNs <= 0) {
            resting.remove();
            read.accept(first.who());
            first = resting.peek();
        }
        wakeLater(nowNs);
    }
}
