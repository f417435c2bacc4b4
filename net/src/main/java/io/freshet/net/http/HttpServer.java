package io.freshet.net.http;

import io.freshet.net.Loops;
import io.freshet.net.TcpCounts;
import io.freshet.net.TcpOptions;
import io.freshet.net.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A listening HTTP server: HTTP/1.1 and WebSocket, and with TLS HTTP/2 where ALPN chooses it.
///
/// Threading: any thread; `bind` and `close` must not be called on a loop, since they wait for one.
public final class HttpServer implements AutoCloseable {
    private final TcpServer tcp;

    private final HttpCounts.Tally tally;
    private final List<HttpSite> sites;

    private HttpServer(TcpServer tcp, HttpCounts.Tally tally, List<HttpSite> sites) {
        this.tcp = tcp;
        this.tally = tally;
        this.sites = sites;
    }

    /// Listens; port 0 takes a free one.
    ///
    /// @throws IOException when the address is in use or not ours
    public static HttpServer bind(
            Loops loops, InetSocketAddress address, TcpOptions tcp, HttpOptions http,
            HttpHandler handler) throws IOException {
        HttpCounts.Tally tally = new HttpCounts.Tally();
        List<HttpSite> sites = loops.all().stream()
                .map(loop -> new HttpSite(loop, http, handler, tally)).toList();
        TcpServer server = TcpServer.bind(loops, address, tcp, connection -> {
            HttpSite site = sites.get(connection.loop().index());
            return connection.applicationProtocol().equals("h2")
                    ? new Http2Connection(connection, site)
                    : new Http1Connection(connection, site);
        });
        return new HttpServer(server, tally, sites);
    }

    /// One per loop.
    List<HttpSite> sites() {
        return sites;
    }

    /// Where it listens, with the real port.
    public InetSocketAddress address() {
        return tcp.address();
    }

    /// Other limits from now on; the bound of memory stays as it was.
    public void change(TcpOptions tcpOptions, HttpOptions http) {
        tcp.change(tcpOptions);
        sites.forEach(site -> site.loop().execute(() -> site.change(http)));
    }

    /// Listens anew on the same port; who is connected stays.
    ///
    /// @throws IOException when somebody else has the port by now
    public void rebind() throws IOException {
        tcp.rebind();
    }

    /// What the connections did so far.
    public TcpCounts connections() {
        return tcp.counts();
    }

    /// What the requests did so far.
    public HttpCounts counts() {
        return tally.counts();
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
        sites.forEach(site -> site.loop().execute(site::close));
    }
}
