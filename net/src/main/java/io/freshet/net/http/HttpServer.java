package io.freshet.net.http;

import io.freshet.net.Loops;
import io.freshet.net.TcpCounts;
import io.freshet.net.TcpOptions;
import io.freshet.net.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A listening HTTP server: HTTP/1.1 and WebSocket, and with TLS HTTP/2 where ALPN chooses it.
///
/// Threading: any thread; `bind` and `close` must not be called on a loop, since they wait for one.
public final class HttpServer implements AutoCloseable {
    private final TcpServer tcp;

    private HttpServer(TcpServer tcp) {
        this.tcp = tcp;
    }

    /// Listens; port 0 takes a free one.
    ///
    /// @throws IOException when the address is in use or not ours
    public static HttpServer bind(
            Loops loops, InetSocketAddress address, TcpOptions tcp, HttpOptions http,
            HttpHandler handler) throws IOException {
        return new HttpServer(TcpServer.bind(loops, address, tcp, connection -> {
            throw new IllegalStateException("to come " + connection + http + handler);
        }));
    }

    /// Where it listens, with the real port.
    public InetSocketAddress address() {
        return tcp.address();
    }

    /// What the connections did so far.
    public TcpCounts connections() {
        return tcp.counts();
    }

    /// Takes no new connections or requests, lets answers that have begun finish, closes the rest
    /// at the deadline.
    public CompletableFuture<Void> drain(Duration deadline) {
        return tcp.drain(deadline);
    }

    /// Closes everything at once.
    @Override
    public void close() {
        tcp.close();
    }
}
