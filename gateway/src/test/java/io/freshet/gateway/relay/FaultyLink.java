package io.freshet.gateway.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A way to a port that falls silent, breaks off or becomes slow when told to.
///
/// Threading: shared; virtual threads carry the bytes.
final class FaultyLink implements AutoCloseable {

    private final int port;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean dead;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    FaultyLink(int port) throws IOException {
        this.port = port;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// Like a process that was stopped: connections stay, nothing moves.
    void silence(boolean on) {
        silent = on;
    }

    /// Like a process that was killed: all connections break, new ones are refused.
    void kill() {
        dead = true;
        for (Socket socket : List.copyOf(open)) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException gone) {
                open.remove(socket);
            }
        }
    }

    void slow(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                accepted.incrementAndGet();
                if (dead) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> carry(near, far));
                Thread.ofVirtual().start(() -> carry(far, near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[16 << 10];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                while (silent && !dead) {
                    LockSupport.parkNanos(5_000_000);
                }
                out.write(buffer, 0, count);
                if (bytesPerSecond < Long.MAX_VALUE) {
                    LockSupport.parkNanos(count * 1_000_000_000L / bytesPerSecond);
                }
                count = in.read(buffer);
            }
        } catch (IOException gone) {
            open.remove(from);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        kill();
    }
}
