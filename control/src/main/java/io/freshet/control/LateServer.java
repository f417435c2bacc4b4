package io.freshet.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A port that starts its server at the first connection, and from then on carries bytes between
/// clients and that server, which listens on a free port of loopback.
///
/// Threading: shared; two virtual threads a connection. The server is guarded by `this`.
final class LateServer implements ControlServer {

    private static final System.Logger LOG = System.getLogger(LateServer.class.getName());
    /// As many as the server takes; more wait in the kernel's queue.
    private static final int CONNECTIONS_MAX = 128;

    private final ServerSocket door;
    private final Opening opening;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private @Nullable ControlServer server;
    private boolean closed;

    /// Starts the server behind the door.
    interface Opening {
        ControlServer at(InetSocketAddress listen) throws IOException;
    }

    private LateServer(ServerSocket door, Opening opening) {
        this.door = door;
        this.opening = opening;
    }

    static LateServer open(InetSocketAddress listen, Opening opening) throws IOException {
        ServerSocket door = new ServerSocket();
        try {
            door.bind(listen);
        } catch (IOException failure) {
            door.close();
            throw failure;
        }
        LateServer made = new LateServer(door, opening);
        Thread.ofVirtual().name("control").start(made::accept);
        return made;
    }

    @Override
    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                places.acquire();
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> carry(client));
            }
        } catch (IOException end) {
            LOG.log(System.Logger.Level.DEBUG, "control port closed", end);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket client) {
        clients.add(client);
        try (client; Socket inner = new Socket(InetAddress.getLoopbackAddress(), serverPort())) {
            Thread answers = Thread.ofVirtual().start(() -> {
                copy(inner, client);
                // Who gets no more answers has nothing to ask.
                closeQuietly(client);
            });
            copy(client, inner);
            answers.join();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, () -> "control reason=" + failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    private synchronized int serverPort() throws IOException {
        if (closed) {
            throw new IOException("the node stops");
        }
        if (server == null) {
            server = opening.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        return server.port();
    }

    /// Until `from` ends; then `to` is told that nothing follows.
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", alreadyGone);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "closing failed", failure);
        }
        synchronized (this) {
            closed = true;
            if (server != null) {
                server.close();
            }
        }
        clients.forEach(LateServer::closeQuietly);
    }
}
