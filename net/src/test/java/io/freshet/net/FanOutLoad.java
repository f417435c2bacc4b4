package io.freshet.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Measures what one flush of shared bytes to one viewer costs, by transport. Not a test: run
/// `main`.
///
/// Arguments: viewers (500), bytes a flush (3000), rounds (300), milliseconds between rounds (20),
/// buffers a flush (1).
/// CPU time is that of the loop's thread alone; readers run on another thread of the same process.
final class FanOutLoad {
    private final int viewers;
    private final int bytes;
    private final int rounds;
    private final int everyMs;
    private final int buffers;

    private FanOutLoad(int[] numbers) {
        viewers = numbers[0];
        bytes = numbers[1];
        rounds = numbers[2];
        everyMs = numbers[3];
        buffers = numbers[4];
    }

    public static void main(String[] args) throws Exception {
        int[] numbers = {500, 3000, 300, 20, 1};
        for (int i = 0; i < args.length && i < numbers.length; i++) {
            numbers[i] = Math.clamp(Integer.parseInt(args[i]), 1, 1_000_000);
        }
        FanOutLoad load = new FanOutLoad(numbers);
        for (int again = 0; again < 2; again++) {
            for (Transport transport : Transport.values()) {
                if (transport.missing().isEmpty()) {
                    load.run(transport);
                }
            }
        }
    }

    private void run(Transport transport) throws Exception {
        BlockingQueue<TcpConnection> opened = new LinkedBlockingQueue<>();
        try (Loops loops = Loops.open(1, List.of(transport));
                TcpServer server = TcpServer.bind(loops,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TcpOptions.DEFAULT, connection -> new Silent(opened, connection));
                Readers readers = new Readers()) {
            List<TcpConnection> connections = new ArrayList<>();
            for (int i = 0; i < viewers; i++) {
                readers.add(server.address());
                connections.add(opened.poll(5, TimeUnit.SECONDS));
            }
            readers.start();
            pass(loops.all().getFirst(), connections, rounds / 3);
            Cost cost = pass(loops.all().getFirst(), connections, rounds);
            System.out.printf(Locale.ROOT,
                    "%-8s viewers=%d flush=%d x %d B: loop CPU %.2f us a flush,"
                            + " allocated %.1f B a flush, blocked %.2f %%%n",
                    transport, viewers, buffers, bytes / buffers,
                    cost.cpuNs() / 1e3 / rounds / viewers,
                    (double) cost.allocatedBytes() / rounds / viewers,
                    100.0 * cost.skipped() / rounds / viewers);
        }
    }

    private record Cost(long cpuNs, long allocatedBytes, long skipped) {}

    private Cost pass(NetLoop loop, List<TcpConnection> to, int times) throws Exception {
        ByteBuf shared = loop.allocator().directBuffer(bytes / buffers).writeZero(bytes / buffers);
        AtomicLong skipped = new AtomicLong();
        Cost before = now(loop, 0);
        for (int i = 0; i < times; i++) {
            long startNs = System.nanoTime();
            CompletableFuture.runAsync(() -> {
                for (TcpConnection one : to) {
                    if (one.isWritable()) {
                        for (int b = 0; b < buffers; b++) {
                            one.write(shared.retainedDuplicate());
                        }
                        one.flush();
                    } else {
                        skipped.incrementAndGet();
                    }
                }
            }, loop::execute).get(10, TimeUnit.SECONDS);
            long leftNs = everyMs * 1_000_000L - (System.nanoTime() - startNs);
            if (leftNs > 0) {
                TimeUnit.NANOSECONDS.sleep(leftNs);
            }
        }
        Cost after = now(loop, skipped.get());
        shared.release();
        return new Cost(after.cpuNs() - before.cpuNs(),
                after.allocatedBytes() - before.allocatedBytes(), after.skipped());
    }

    private static Cost now(NetLoop loop, long skipped) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            return new Cost(threads.getCurrentThreadCpuTime(),
                    threads.getCurrentThreadAllocatedBytes(), skipped);
        }, loop::execute).get(10, TimeUnit.SECONDS);
    }

    private record Silent(BlockingQueue<TcpConnection> opened, TcpConnection connection)
            implements TcpHandler {
        Silent {
            opened.add(connection);
        }

        @Override
        public void onBytes(ByteBuf ignored) {}

        @Override
        public void onClosed(Closed closed) {}
    }

    /// Reads from all sockets and throws it away.
    private static final class Readers implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final Thread thread = new Thread(this::read, "readers");
        private volatile boolean stopped;

        Readers() throws IOException {}

        void add(InetSocketAddress server) throws IOException {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }

        void start() {
            thread.start();
        }

        private void read() {
            ByteBuffer sink = ByteBuffer.allocateDirect(64 << 10);
            while (!stopped) {
                try {
                    selector.select(key -> {
                        try {
                            if (((SocketChannel) key.channel()).read(sink.clear()) < 0) {
                                key.cancel();
                            }
                        } catch (IOException gone) {
                            key.cancel();
                        }
                    }, 100);
                } catch (IOException broken) {
                    return;
                }
            }
        }

        private boolean joined() {
            try {
                return thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            stopped = true;
            selector.wakeup();
            if (thread.isAlive() && !joined()) {
                throw new IOException("the reading thread does not end");
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
