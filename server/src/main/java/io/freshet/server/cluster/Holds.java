package io.freshet.server.cluster;

import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.live.relay.RelayPuller;
import io.freshet.live.relay.RelayPuller.Hold;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Streams that are fetched though nobody watches them: those whose publishers stand by here.
///
/// A publisher is announced before it is there, so a hold stays for a while without one. What was
/// let go by mistake is fetched again: each sweep compares what should be with what is.
///
/// Threading: shared; a hold that was renewed meanwhile is not released by a sweep.
final class Holds {

    /// From the claim of a publisher until its stream says that it is there.
    private static final long ARRIVAL_NS = 10_000_000_000L;

    private final Streams streams;
    private final RelayPuller puller;
    private final Consumer<StreamKey> left;
    private final Clock clock;
    private final Map<StreamKey, Held> holds = new ConcurrentHashMap<>();

    /// @param neededNs when it was last seen that it is needed
    private record Held(Hold hold, long neededNs) {
    }

    /// @param left told of a stream whose publisher does not stand by here any more
    Holds(Streams streams, RelayPuller puller, Consumer<StreamKey> left, Clock clock) {
        this.streams = streams;
        this.puller = puller;
        this.left = left;
        this.clock = clock;
    }

    /// A publisher stands by here, or is about to.
    void keep(StreamKey key) {
        long nowNs = clock.monotonicNs();
        holds.compute(key, (_, before) -> new Held(before == null ? puller.hold(key)
                : before.hold, nowNs));
    }

    /// Another node leads from now on. What was held before may have been over since this node
    /// led: it is fetched anew.
    void follow(StreamKey key) {
        Held before = holds.put(key, new Held(puller.hold(key), clock.monotonicNs()));
        if (before != null) {
            before.hold.close();
        }
    }

    /// This node leads the stream, or it is over.
    void release(StreamKey key) {
        Held held = holds.remove(key);
        if (held != null) {
            held.hold.close();
        }
    }

    /// Keeps those whose publishers stand by, and lets go of those whose publishers have left.
    void sweep() {
        streams.all().stream().filter(Holds::standsBy).map(LiveStream::key).forEach(this::keep);
        long nowNs = clock.monotonicNs();
        holds.forEach((key, held) -> {
            if (nowNs - held.neededNs >= ARRIVAL_NS && holds.remove(key, held)) {
                held.hold.close();
                left.accept(key);
            }
        });
    }

    private static boolean standsBy(LiveStream stream) {
        return !stream.standing().leads() && stream.lastReport().hasPublisher();
    }
}
