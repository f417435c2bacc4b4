package io.freshet.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// Counts who watches a stream, and what became of those who left.
///
/// Threading: shared; every counter is atomic.
public final class Audience {

    /// How a viewer watches.
    public enum Protocol { RTMP, HTTP_FLV, WS_FLV, HLS }

    /// What makes something of a stream for viewers: wire logs, which RTMP and FLV are sent from,
    /// and playlists.
    public enum Output { WIRE, HLS }

    private final Map<Output, LongAccumulator> delaysNs = new EnumMap<>(Output.class);
    private final Map<Protocol, LongAdder> watching = new EnumMap<>(Protocol.class);
    private final LongAdder joins = new LongAdder();
    private final LongAdder starved = new LongAdder();
    private final LongAdder skips = new LongAdder();
    private final LongAdder closedSlow = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    Audience() {
        for (Output output : Output.values()) {
            delaysNs.put(output, new LongAccumulator(Math::max, -1));
        }
        for (Protocol protocol : Protocol.values()) {
            watching.put(protocol, new LongAdder());
        }
    }

    /// For those who take a stream and are no viewers: nobody asks how many they are.
    public static Audience ofNobody() {
        return new Audience();
    }

    /// A viewer came.
    public void joined(Protocol protocol) {
        adder(protocol).increment();
        joins.increment();
    }

    /// A viewer went.
    public void left(Protocol protocol) {
        adder(protocol).decrement();
    }

    /// How many have come since the stream began.
    public long joins() {
        return joins.sum();
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

    /// What came into the node so long ago is now with viewers, or can be fetched.
    public void delivered(Output output, long delayNs) {
        delay(output).accumulate(delayNs);
    }

    /// The longest such time since this was asked before; -1 if there was none. For one asker.
    public long takeDelayNs(Output output) {
        return delay(output).getThenReset();
    }

    /// A viewer's buffer ran empty, as it says itself.
    public void starved() {
        starved.increment();
    }

    /// How often viewers said that their buffer ran empty.
    public long starvations() {
        return starved.sum();
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

    private LongAccumulator delay(Output output) {
        LongAccumulator delay = delaysNs.get(output);
        if (delay == null) {
            throw new IllegalStateException("no figure for " + output);
        }
        return delay;
    }

    private LongAdder adder(Protocol protocol) {
        LongAdder adder = watching.get(protocol);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + protocol);
        }
        return adder;
    }
}
