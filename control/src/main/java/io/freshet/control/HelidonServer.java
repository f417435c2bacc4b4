package io.freshet.control;

import io.freshet.control.api.Router;
import io.freshet.media.Clock;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;

/// The control port on Helidon.
///
/// Threading: shared.
final class HelidonServer implements ControlServer {

    /// Operators, a scraper and some scripts at a time; more wait in the kernel's queue.
    private static final int CONNECTIONS_MAX = 128;
    /// Method, path and query; the longest name takes 400 with every slash encoded.
    private static final int REQUEST_LINE_BYTES_MAX = 2048;
    /// Browsers send cookies of other programs on localhost, too.
    private static final int HEADER_BYTES_MAX = 16 << 10;
    /// Longer than a scrape interval, so that Prometheus keeps its connection.
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(5);
    private static final String DOOR = "door";
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(500);

    private final WebServer server;
    private final RequestDeadlines deadlines;

    private HelidonServer(WebServer server, RequestDeadlines deadlines) {
        this.server = server;
        this.deadlines = deadlines;
    }

    /// Opens the port.
    static HelidonServer open(InetSocketAddress listen, Router router, Clock clock)
            throws IOException {
        // Helidon logs a port in use and goes on; asked here, it is an error that names itself.
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(listen);
        }
        RequestDeadlines deadlines = new RequestDeadlines(clock);
        WebServerConfig.Builder made = WebServer.builder();
        listen(made, listen, new HttpBinding(router, deadlines), deadlines);
        return start(made, deadlines);
    }

    /// The same behind a door that takes connections before this listens, and passes them on to
    /// `doorPort()`; each of those begins by saying whose it is.
    ///
    /// @param own where it listens itself, beside the door; empty if all come through the door
    static HelidonServer openBehind(Optional<InetSocketAddress> own, Router router, Clock clock)
            throws IOException {
        RequestDeadlines deadlines = new RequestDeadlines(clock);
        HttpBinding binding = new HttpBinding(router, deadlines);
        InetSocketAddress inner = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        WebServerConfig.Builder made = WebServer.builder();
        listen(made, own.orElse(inner), binding, deadlines);
        if (own.isEmpty()) {
            made.enableProxyProtocol(true);
        } else {
            ListenerConfig.Builder door = ListenerConfig.builder().name(DOOR)
                    .enableProxyProtocol(true);
            listen(door, inner, binding, deadlines);
            made.putListenerSocketOption(StandardSocketOptions.SO_REUSEPORT, true)
                    .putSocket(DOOR, door.build());
        }
        return start(made, deadlines);
    }

    private static void listen(ListenerConfig.BuilderBase<?, ?> made, InetSocketAddress listen,
            HttpBinding binding, RequestDeadlines deadlines) {
        made.address(listen.getAddress())
                .port(listen.getPort())
                .shutdownGracePeriod(CLOSE_PATIENCE)
                .protocolsDiscoverServices(false)
                .addProtocol(http1(deadlines))
                .maxTcpConnections(CONNECTIONS_MAX)
                .maxPayloadSize(HttpBinding.REFUSED_BYTES_MAX)
                .idleConnectionTimeout(IDLE_TIMEOUT)
                .idleConnectionPeriod(IDLE_CHECK)
                .directHandlers(HttpBinding.refusals())
                .routing(binding::route);
    }

    private static HelidonServer start(WebServerConfig.Builder made, RequestDeadlines deadlines)
            throws IOException {
        WebServer server = made.shutdownHook(false).featuresDiscoverServices(false).build();
        server.start();
        if (!server.isRunning()) {
            deadlines.close();
            throw new IOException("control.listen could not be opened: "
                    + server.prototype().address() + ":" + server.prototype().port());
        }
        return new HelidonServer(server, deadlines);
    }

    private static Http1Config http1(RequestDeadlines deadlines) {
        return Http1Config.builder()
                .maxPrologueLength(REQUEST_LINE_BYTES_MAX)
                .maxHeadersSize(HEADER_BYTES_MAX)
                .continueImmediately(false)
                .addReceiveListener(deadlines)
                .build();
    }

    @Override
    public int port() {
        return server.port();
    }

    /// Where the door passes connections on to.
    int doorPort() {
        return server.prototype().sockets().containsKey(DOOR) ? server.port(DOOR) : server.port();
    }

    @Override
    public void close() {
        server.stop();
        deadlines.close();
    }
}
