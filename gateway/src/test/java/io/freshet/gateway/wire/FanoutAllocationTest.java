package io.freshet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Frame;
import io.freshet.media.Tracks;
import io.freshet.net.Closed;
import io.freshet.net.TcpConnection;
import io.freshet.net.TcpHandler;
import io.freshet.net.TcpOptions;
import io.freshet.net.TcpServer;
import io.freshet.net.Transport;
import io.freshet.testkit.SyntheticSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a viewer costs the collector: next to nothing a flush.
///
/// Everything counts that the loop's thread allocates from a publisher's frame to the last viewer's
/// bytes, divided by viewers and flushes. NIO's sockets are left out: it makes a view of every
/// slice that it writes.
final class FanoutAllocationTest {

    private static final double BYTES_MAX = 8;
    /// A tag, and what a compiler in a hurry leaves beside it.
    private static final double FRAME_BYTES_MAX = 100;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int FRAMES = 40;

    private Level level = Level.DISABLED;

    /// As the product is started: a buffer that is watched makes records of every slice.
    @BeforeEach
    void withoutLeakDetection() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void leakDetectionAsBefore() {
        ResourceLeakDetector.setLevel(level);
    }

    static List<WireFormat> formats() {
        return List.of(new FlvWire(FlvWire.Framing.HTTP_CHUNKED),
                new FlvWire(FlvWire.Framing.WEBSOCKET), new FlvWire(FlvWire.Framing.RAW),
                new RtmpWire());
    }

    static List<Arguments> sockets() {
        List<Arguments> all = new ArrayList<>();
        for (Transport transport : List.of(Transport.IO_URING, Transport.EPOLL)) {
            formats().forEach(format -> all.add(Arguments.of(transport, format)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aViewerCostsNextToNothing(WireFormat format) throws Exception {
        try (AllocationRig rig = new AllocationRig(Transport.NIO, format)) {
            for (int i = 0; i < 1_000; i++) {
                rig.join(null);
            }
            assertCalm(rig, 1_000);
        }
    }

    /// With the connections that the product has, down to the kernel.
    @ParameterizedTest
    @MethodSource("sockets")
    void aViewerOnASocketCostsNextToNothing(Transport transport, WireFormat format)
            throws Exception {
        assumeThat(transport.missing()).isEmpty();
        int viewers = 400;
        BlockingQueue<TcpConnection> opened = new LinkedBlockingQueue<>();
        try (AllocationRig rig = new AllocationRig(transport, format);
                TcpServer server = TcpServer.bind(rig.loops,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TcpOptions.DEFAULT, connection -> new Silent(opened, connection));
                SocketReaders readers = new SocketReaders(server.address(), viewers)) {
            for (int i = 0; i < viewers; i++) {
                rig.join(opened.poll(5, TimeUnit.SECONDS));
            }
            assertCalm(rig, viewers);
            assertThat(readers.bytes.get()).isPositive();
        }
    }

    private static void assertCalm(AllocationRig rig, int viewers) throws Exception {
        assertSettles(() -> {
            long before = rig.allocatedBytes();
            rig.send(FRAMES);
            return (double) (rig.allocatedBytes() - before) / FRAMES / viewers;
        }, BYTES_MAX);
    }

    /// Goes on until a round is as good as wanted: when code is compiled depends on the machine.
    private static void assertSettles(Callable<Double> round, double bytesMax)
            throws Exception {
        long endNs = System.nanoTime() + PATIENCE_NS;
        double bytes;
        int rounds = 0;
        do {
            bytes = round.call();
            rounds++;
        } while (bytes >= bytesMax && System.nanoTime() < endNs);
        assertThat(bytes).as("bytes, round %s", rounds).isLessThan(bytesMax);
    }

    /// What is made once for all viewers: a tag of the frame, and bytes of the tag.
    @ParameterizedTest
    @MethodSource("formats")
    void aFrameBecomesBytesWithOneObject(WireFormat format) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Frame> frames = new SyntheticSource.Pictures(AllocationRig.VIDEO, 3600, 25, 2)
                .frames(0, 1_000);
        FlvMuxer muxer = new FlvMuxer(0);
        muxer.accept(new Tracks(List.of(AllocationRig.VIDEO)), _ -> { });
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);
        Consumer<FlvTag> write = tag -> format.write(tag, out.clear());
        assertSettles(() -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (Frame frame : frames) {
                muxer.accept(frame, write);
            }
            return (threads.getCurrentThreadAllocatedBytes() - before) / 1e3;
        }, FRAME_BYTES_MAX);
        out.release();
    }

    private record Silent(BlockingQueue<TcpConnection> opened, TcpConnection connection)
            implements TcpHandler {
        Silent {
            opened.add(connection);
        }

        @Override
        public void onBytes(ByteBuf ignored) {
        }

        @Override
        public void onClosed(Closed closed) {
        }
    }
}
