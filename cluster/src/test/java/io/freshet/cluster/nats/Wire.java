package io.freshet.cluster.nats;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to some servers that can be cut.
///
/// Threading: shared.
final class Wire implements AutoCloseable {

    private final ServerSocket door;
    private final List<Integer> targets;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Wire(List<Integer> targets) {
        this.targets = targets;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "nats://127.0.0.1:" + door.getLocalPort();
    }

    void cut(boolean now) {
        cut = now;
        if (now) {
            sockets.forEach(Wire::quietly);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket from = door.accept();
                if (cut) {
                    quietly(from);
                    continue;
                }
                Socket to = open();
                sockets.add(from);
                sockets.add(to);
                Thread.ofVirtual().start(() -> carry(from, to));
                Thread.ofVirtual().start(() -> carry(to, from));
            } catch (IOException _) {
                // The door is closed, or no server is there: the client tries again.
            }
        }
    }

    /// To the first server that is there.
    private Socket open() throws IOException {
        IOException last = new IOException("no target");
        for (int port : targets) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException away) {
                last = away;
            }
        }
        throw last;
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Cut, or closed by one side.
        } finally {
            quietly(from);
            quietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void quietly(Closeable each) {
        try {
            each.close();
        } catch (IOException _) {
            // It is closed, whatever it says.
        }
    }

    @Override
    public void close() {
        quietly(door);
        cut(true);
    }
}
