package io.freshet.tools.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How fast this machine is at what servers do: bytes through a socket, and work on bytes.
///
/// Figures of a server mean little from one machine, or one hour, to another; beside this one they
/// mean more.
public final class Calibration {

    private static final int BATCHES = 9;
    private static final int ROUNDS = 20;
    /// As many as push each other out of a core's caches, as a server's viewers do.
    private static final int SOCKETS = 200;
    private static final int TRANSFER_BYTES = 4_096;

    /// The two ends of a connection.
    private record Pair(SocketChannel one, SocketChannel other) {
    }

    private Calibration() {
    }

    /// CPU time of one transfer, there and back, and of adding its bytes up, microseconds.
    public static double transferUs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < SOCKETS; i++) {
                SocketChannel one = SocketChannel.open(listener.getLocalAddress());
                pairs.add(new Pair(one, listener.accept()));
            }
            return median(pairs);
        } finally {
            for (Pair pair : pairs) {
                pair.one.close();
                pair.other.close();
            }
        }
    }

    private static double median(List<Pair> pairs) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ByteBuffer bytes = ByteBuffer.allocateDirect(TRANSFER_BYTES);
        long[] batchNs = new long[BATCHES];
        long sum = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            long beganNs = threads.getCurrentThreadCpuTime();
            for (int round = 0; round < ROUNDS; round++) {
                for (Pair pair : pairs) {
                    sum += transfer(pair, bytes);
                }
            }
            batchNs[batch] = threads.getCurrentThreadCpuTime() - beganNs;
        }
        if (sum != 0) {
            throw new IllegalStateException("zeros came back as " + sum);
        }
        Arrays.sort(batchNs);
        return batchNs[BATCHES / 2] / 1e3 / ROUNDS / SOCKETS;
    }

    private static long transfer(Pair pair, ByteBuffer bytes) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            pair.one.write(bytes);
        }
        bytes.clear();
        while (bytes.hasRemaining()) {
            pair.other.read(bytes);
        }
        long sum = 0;
        for (int at = 0; at < TRANSFER_BYTES; at += 8) {
            sum += bytes.getLong(at);
        }
        return sum;
    }
}
