package io.freshet.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of one process, all on one transport.
///
/// Threading: any thread. Close it last, from a thread that is none of its loops.
public final class Loops implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loops.class.getName());

    /// The order of `auto`; figures in docs/performance.md.
    public static final List<Transport> AUTO =
            List.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO);

    /// Lets io_uring report the sockets that were closed last.
    private static final long QUIET_MS = 20;

    private final Transport transport;
    private final List<String> fallbacks;
    private final MultiThreadIoEventLoopGroup group;
    private final List<NetLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    private Loops(Transport transport, List<String> fallbacks, int count, LoopOptions options) {
        this.transport = transport;
        this.fallbacks = List.copyOf(fallbacks);
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("loop", true), transport.handlers());
        List<NetLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            made.add(new NetLoop(made.size(), (EventLoop) executor,
                    PooledByteBufAllocator.DEFAULT, options));
        }
        this.loops = List.copyOf(made);
        limits(options.limits());
    }

    /// When a loop is pressed, from now on.
    public void limits(LoadLimits limits) {
        loops.forEach(loop -> loop.limits(limits));
    }

    /// Starts `count` loops on the first transport of `order` that this machine has.
    ///
    /// Each one passed over is logged with its reason and kept in [#fallbacks].
    public static Loops open(int count, List<Transport> order) {
        return open(count, order, LoopOptions.DEFAULT);
    }

    /// The same, with a clock and limits of their own.
    public static Loops open(int count, List<Transport> order, LoopOptions options) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("loops " + count + " must be 1 to 1024");
        }
        // Netty would look for others first, class by class, while a node waits to start.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        List<String> fallbacks = new ArrayList<>();
        for (Transport transport : order) {
            String missing = transport.missing().orElse("");
            if (missing.isEmpty()) {
                try {
                    return new Loops(transport, fallbacks, count, options);
                } catch (RuntimeException | Error failed) {
                    missing = String.valueOf(failed.getMessage());
                }
            }
            String fallback = "transport=" + transport + " unavailable reason=" + missing;
            LOG.log(System.Logger.Level.INFO, fallback);
            fallbacks.add(fallback);
        }
        throw new IllegalStateException("no transport of " + order + " is usable: " + fallbacks);
    }

    /// The transport in use.
    public Transport transport() {
        return transport;
    }

    /// One line for each transport that was wanted earlier and could not be had.
    public List<String> fallbacks() {
        return fallbacks;
    }

    /// All loops, in the order of their index.
    public List<NetLoop> all() {
        return loops;
    }

    /// The loop with the fewest connections; among equals they take turns. One that is full comes
    /// after all others.
    public NetLoop leastLoaded() {
        int start = Math.floorMod(turn.getAndIncrement(), loops.size());
        NetLoop best = loops.get(start);
        for (int i = 1; i < loops.size(); i++) {
            NetLoop other = loops.get((start + i) % loops.size());
            if (weight(other) < weight(best)) {
                best = other;
            }
        }
        return best;
    }

    private static long weight(NetLoop loop) {
        long full = loop.load().pressure() == Pressure.FULL ? 1L << 32 : 0;
        return full + loop.connections();
    }

    /// Stops all loops; waits at most five seconds for tasks that run.
    @Override
    public void close() {
        boolean stopped = group.shutdownGracefully(QUIET_MS, 5_000, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(6, TimeUnit.SECONDS);
        if (!stopped) {
            LOG.log(System.Logger.Level.WARNING, "event loops did not stop within 6 s");
        }
    }
}
