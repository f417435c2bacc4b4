package io.freshet.control;

import io.freshet.media.Clock;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

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
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(500);

    private final WebServer server;
    private final RequestDeadlines deadlines;

    private HelidonServer(WebServer server, RequestDeadlines deadlines) {
        this.server = server;
        this.deadlines = deadlines;
    }

    /// Opens the port.
    ///
    /// @param listen where
    /// @param api    what it serves
    static HelidonServer open(InetSocketAddress listen, Api api, Clock clock) throws IOException {
        // Helidon logs a port in use and goes on; asked here, it is an error that names itself.
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(listen);
        }
        RequestDeadlines deadlines = new RequestDeadlines(clock);
        HttpBinding binding = new HttpBinding(api, deadlines);
        WebServer server = WebServer.builder()
                .address(listen.getAddress())
                .port(listen.getPort())
                .shutdownHook(false)
                .shutdownGracePeriod(CLOSE_PATIENCE)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addProtocol(http1(deadlines))
                .maxTcpConnections(CONNECTIONS_MAX)
                .maxPayloadSize(0)
                .idleConnectionTimeout(IDLE_TIMEOUT)
                .idleConnectionPeriod(IDLE_CHECK)
                .directHandlers(HttpBinding.refusals())
                .routing(binding::route)
                .build();
        server.start();
        if (!server.isRunning()) {
            deadlines.close();
            throw new IOException("control.listen " + listen + " could not be opened");
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

    @Override
    public void close() {
        server.stop();
        deadlines.close();
    }
}
