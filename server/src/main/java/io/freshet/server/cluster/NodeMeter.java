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

/// How busy a node is. Rates are means from one question to the next: in a cluster, its heartbeats.
///
/// Threading: shared. Who asks soon after another hears the same rates.
final class NodeMeter implements Supplier<NodeLoad> {

    /// A rate over less says nothing.
    private static final long RATE_NS_MIN = 500_000_000L;

    private final Streams streams;
    private final Clock clock;
    private final LongSupplier refused;
    private final IntSupplier roomPercent;
    private final OperatingSystemMXBean machine =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private Rates rates = new Rates(0, 0);
    private long lastBytes;
    private long lastCpuNs;
    private long lastNs;

    private record Rates(int cpuPercent, long trafficBps) {
    }

    /// @param refused     publishers and viewers since the start
    /// @param roomPercent of the memory that streams may take
    NodeMeter(Streams streams, Clock clock, LongSupplier refused, IntSupplier roomPercent) {
        this.refused = refused;
        this.roomPercent = roomPercent;
        this.streams = streams;
        this.clock = clock;
        this.lastCpuNs = machine.getProcessCpuTime();
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
        Rates now = rates(bytes);
        return new NodeLoad(now.cpuPercent(), now.trafficBps(),
                (int) Math.min(Integer.MAX_VALUE, viewers), count, refused.getAsLong(),
                roomPercent.getAsInt());
    }

    private synchronized Rates rates(long bytes) {
        long nowNs = clock.monotonicNs();
        double passedNs = nowNs - lastNs;
        if (passedNs >= RATE_NS_MIN) {
            long cpuNs = machine.getProcessCpuTime();
            double cores = (cpuNs - lastCpuNs) / passedNs;
            // Of streams that have ended the bytes are gone.
            double sent = Math.max(0, bytes - lastBytes);
            rates = new Rates(Math.clamp(Math.round(
                    100 * cores / machine.getAvailableProcessors()), 0, 100),
                    (long) (sent * 8e9 / passedNs));
            lastBytes = bytes;
            lastCpuNs = cpuNs;
            lastNs = nowNs;
        }
        return rates;
    }
}
