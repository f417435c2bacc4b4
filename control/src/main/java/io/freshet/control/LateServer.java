package io.freshet.control;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A port that starts its server at the first connection.
///
/// Where the system lets two sockets listen on one port the server then listens there itself, and
/// this door closes; what came before, and everything elsewhere, is carried to the server byte by
/// byte, over loopback.
///
/// Threading: shared; two virtual threads a connection that is carried. The server is guarded by
/// `this`.
final class LateServer implements ControlServer {

    private static final System.Logger LOG = System.getLogger(LateServer.class.getName());
    /// As many as the server takes; more wait in the kernel's queue.
    private static final int CONNECTIONS_MAX = 128;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    /// The kernel gives each listener a part of those who come; when nobody came here for so long,
    /// nobody is on the way.
    private static final int QUIET_MS = 50;
    /// As many as come in a second or so while the server starts to listen.
    private static final int LAST_ONES_MAX = 1000;

    private final ServerSocket door;
    private final Opening opening;
    private final Thread accepting;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private @Nullable HelidonServer server;
    private boolean closed;

    /// Starts the server behind the door.
    interface Opening {

        /// @param own where it listens beside the door; empty if the system does not let it
        HelidonServer start(Optional<InetSocketAddress> own) throws IOException;
    }

    private LateServer(ServerSocket door, Opening opening) {
        this.door = door;
        this.opening = opening;
        this.accepting = Thread.ofVirtual().name("control").unstarted(this::accept);
    }

    static LateServer open(InetSocketAddress listen, Opening opening) throws IOException {
        // Where ports are shared a taken one would not be noticed.
        try (ServerSocket alone = new ServerSocket()) {
            alone.bind(listen);
        }
        ServerSocket door = new ServerSocket();
        try {
            if (isShared(door)) {
                door.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            door.bind(listen);
        } catch (IOException failure) {
            door.close();
            throw failure;
        }
        LateServer made = new LateServer(door, opening);
        made.accepting.start();
        return made;
    }

    private static boolean isShared(ServerSocket door) {
        return door.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    @Override
    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        try {
            acceptOne();
            if (isShared(door)) {
                serverPort();
                door.setSoTimeout(QUIET_MS);
                for (int i = 0; i < LAST_ONES_MAX; i++) {
                    acceptOne();
                }
            }
            while (!door.isClosed()) {
                acceptOne();
            }
        } catch (SocketTimeoutException nobody) {
            closeQuietly(door);
        } catch (IOException end) {
            LOG.log(System.Logger.Level.DEBUG, "control port closed", end);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOne() throws IOException, InterruptedException {
        places.acquire();
        boolean given = false;
        try {
            Socket client = door.accept();
            Thread.ofVirtual().start(() -> carry(client));
            given = true;
        } finally {
            if (!given) {
                places.release();
            }
        }
    }

    private void carry(Socket client) {
        clients.add(client);
        try (client; Socket inner = new Socket(InetAddress.getLoopbackAddress(), serverPort())) {
            inner.getOutputStream().write(whose(client));
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

    /// Spec: The PROXY protocol, version 1 (haproxy.org, 2020), 2.1
    private static byte[] whose(Socket client) {
        InetAddress from = client.getInetAddress();
        InetAddress to = client.getLocalAddress();
        String line = "PROXY " + (from instanceof Inet6Address ? "TCP6 " : "TCP4 ")
                + plain(from) + " " + plain(to) + " " + client.getPort() + " "
                + client.getLocalPort() + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /// Without the name of a network interface.
    private static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private synchronized int serverPort() throws IOException {
        if (closed) {
            throw new IOException("the node stops");
        }
        if (server == null) {
            server = opening.start(isShared(door)
                    ? Optional.of((InetSocketAddress) door.getLocalSocketAddress())
                    : Optional.empty());
        }
        return server.doorPort();
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

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", alreadyGone);
        }
    }

    @Override
    public void close() {
        closeQuietly(door);
        try {
            // The kernel closes the port when the thread that waits at it has left.
            accepting.interrupt();
            accepting.join(CLOSE_PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
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
