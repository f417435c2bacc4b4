package io.freshet.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts who watches a stream, and what became of those who left.
///
/// Threading: shared; every counter is atomic.
public final class Audience {

    /// How a viewer watches.
    public enum Protocol { RTMP, HTTP_FLV, WS_FLV, HLS }

    private final Map<Protocol, LongAdder> watching = new EnumMap<>(Protocol.class);
    private final LongAdder skips = new LongAdder();
    private final LongAdder closedSlow = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    Audience() {
        for (Protocol protocol : Protocol.values()) {
            watching.put(protocol, new LongAdder());
        }
    }

    /// A viewer came.
    public void joined(Protocol protocol) {
        adder(protocol).increment();
    }

    /// A viewer went.
    public void left(Protocol protocol) {
        adder(protocol).decrement();
    }

    /// How many there are by that protocol now.
    public long watching(Protocol protocol) {
        return adder(protocol).sum();
    }

    /// How many there are in all.
    public long watching() {
        return watching.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// A viewer lagged and was moved on to the next key frame.
    public void skipped() {
        skips.increment();
    }

    /// A viewer took nothing for too long and was closed.
    public void closedSlow() {
        closedSlow.increment();
    }

    /// Bytes were handed to viewers' connections.
    public void sent(long bytes) {
        bytesOut.add(bytes);
    }

    /// How often a viewer was moved on to the next key frame.
    public long skips() {
        return skips.sum();
    }

    /// How many were closed because they took nothing for too long.
    public long slowClosed() {
        return closedSlow.sum();
    }

    /// Bytes handed to viewers' connections.
    public long bytesSent() {
        return bytesOut.sum();
    }

    private LongAdder adder(Protocol protocol) {
        LongAdder adder = watching.get(protocol);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + protocol);
        }
        return adder;
    }
}
