package io.freshet.tools.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// How fast this machine is at what servers do: bytes through a socket, and work on bytes.
///
/// Figures of a server mean little from one machine, or one hour, to another; beside this one they
/// mean more.
public final class Calibration {

    private static final int BATCHES = 9;
    private static final int TRANSFERS = 5_000;
    private static final int TRANSFER_BYTES = 4_096;

    private Calibration() {
    }

    /// CPU time of one transfer, there and back, and of adding its bytes up, microseconds.
    public static double transferUs() throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ByteBuffer bytes = ByteBuffer.allocateDirect(TRANSFER_BYTES);
        long[] batchNs = new long[BATCHES];
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel one = SocketChannel.open(listener.getLocalAddress());
                SocketChannel other = listener.accept()) {
            long sum = 0;
            for (int batch = 0; batch < BATCHES; batch++) {
                long beganNs = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < TRANSFERS; i++) {
                    sum += transfer(one, other, bytes);
                }
                batchNs[batch] = threads.getCurrentThreadCpuTime() - beganNs;
            }
            if (sum != 0) {
                throw new IllegalStateException("zeros came back as " + sum);
            }
        }
        Arrays.sort(batchNs);
        return batchNs[BATCHES / 2] / 1e3 / TRANSFERS;
    }

    private static long transfer(SocketChannel one, SocketChannel other, ByteBuffer bytes)
            throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            one.write(bytes);
        }
        bytes.clear();
        while (bytes.hasRemaining()) {
            other.read(bytes);
        }
        long sum = 0;
        for (int at = 0; at < TRANSFER_BYTES; at += 8) {
            sum += bytes.getLong(at);
        }
        return sum;
    }
}
