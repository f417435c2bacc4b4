package io.freshet.server.cluster;

import com.sun.management.OperatingSystemMXBean;
import io.freshet.coordination.NodeLoad;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How busy this node is, measured from one heartbeat to the next.
///
/// Threading: confined to the one who sends heartbeats.
final class NodeMeter implements Supplier<NodeLoad> {

    private final Streams streams;
    private final Clock clock;
    private final LongSupplier refused;
    private final IntSupplier roomPercent;
    private final OperatingSystemMXBean machine =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long lastBytes;
    private long lastNs;

    /// @param refused     publishers and viewers since the start
    /// @param roomPercent of the memory that streams may take
    NodeMeter(Streams streams, Clock clock, LongSupplier refused, IntSupplier roomPercent) {
        this.refused = refused;
        this.roomPercent = roomPercent;
        this.streams = streams;
        this.clock = clock;
        this.lastNs = clock.monotonicNs();
    }

    @Override
    public NodeLoad get() {
        long bytes = 0;
        long viewers = 0;
        int count = 0;
        for (LiveStream stream : streams.all()) {
            bytes += stream.audience().bytesSent();
            viewers += stream.audience().watching();
            count++;
        }
        long nowNs = clock.monotonicNs();
        // Of streams that have ended the bytes are gone.
        double sent = Math.max(0, bytes - lastBytes);
        long bps = nowNs > lastNs ? (long) (sent * 8e9 / (nowNs - lastNs)) : 0;
        lastBytes = bytes;
        lastNs = nowNs;
        int cpu = Math.clamp(Math.round(100 * machine.getProcessCpuLoad()), 0, 100);
        return new NodeLoad(cpu, bps, (int) Math.min(Integer.MAX_VALUE, viewers), count,
                refused.getAsLong(), roomPercent.getAsInt());
    }
}
