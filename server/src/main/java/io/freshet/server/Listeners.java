package io.freshet.server;

import io.freshet.net.Loops;
import io.freshet.net.TcpAccept;
import io.freshet.net.TcpCounts;
import io.freshet.net.TcpOptions;
import io.freshet.net.TcpServer;
import io.freshet.net.http.HttpHandler;
import io.freshet.net.http.HttpServer;
import io.freshet.net.tls.CurrentTls;
import io.freshet.server.config.Listen;
import io.freshet.server.config.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sockets of the media plane, plain and with TLS.
///
/// Threading: opened and closed by the main thread; the rest may be asked from anywhere.
final class Listeners implements AutoCloseable {

    private volatile Settings settings;
    private final Loops loops;
    private final Map<String, TcpServer> rtmp = new LinkedHashMap<>();
    private final Map<String, HttpServer> http = new LinkedHashMap<>();

    Listeners(Settings settings, Loops loops) {
        this.settings = settings;
        this.loops = loops;
    }

    /// Opens 1935, or what the settings say.
    void openRtmp(TcpAccept accept) throws StartFailure {
        bindRtmp("rtmp.listen", settings.rtmp().listen(), rtmpOptions(), accept);
    }

    /// Opens 1936, or what the settings say.
    void openRtmps(TcpAccept accept, CurrentTls tls) throws StartFailure {
        bindRtmp("rtmps.listen", settings.rtmp().tlsListen(), rtmpOptions().withTls(tls.plain()),
                accept);
    }

    private TcpOptions rtmpOptions() {
        return Wiring.rtmpSockets(settings.rtmp(), Wiring.patience(settings))
                .withBalancers(settings.proxies().rtmpBalancers());
    }

    private TcpOptions httpOptions() {
        return Wiring.httpSockets(settings.http(), Wiring.patience(settings))
                .withBalancers(settings.proxies().httpBalancers());
    }

    /// Other limits, mostly for newcomers; all listen where they did.
    void change(Settings next) {
        settings = next;
        rtmp.values().forEach(server -> server.change(rtmpOptions()));
        http.values().forEach(server -> server.change(httpOptions(), Wiring.http(next)));
    }

    /// Opens 8080 and 8443, or what the settings say.
    void openHttp(HttpHandler handler, CurrentTls tls) throws StartFailure {
        TcpOptions options = httpOptions();
        bindHttp("http.listen", settings.http().listen(), options, handler);
        bindHttp("https.listen", settings.http().tlsListen(), options.withTls(tls.http()), handler);
    }

    private void bindRtmp(String key, Listen listen, TcpOptions options, TcpAccept accept)
            throws StartFailure {
        if (listen.isOn()) {
            rtmp.put(key, bound(key, listen, () ->
                    TcpServer.bind(loops, Wiring.address(listen), options, accept)));
        }
    }

    private void bindHttp(String key, Listen listen, TcpOptions options, HttpHandler handler)
            throws StartFailure {
        if (listen.isOn()) {
            http.put(key, bound(key, listen, () -> HttpServer.bind(loops,
                    Wiring.address(listen), options, Wiring.http(settings), handler)));
        }
    }

    /// Opens one socket.
    interface Binding<T> {
        T bind() throws IOException;
    }

    /// Opens it, or says what the operator can do about it.
    static <T> T bound(String key, Listen listen, Binding<T> binding) throws StartFailure {
        try {
            return binding.bind();
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            boolean inUse = failure.getCause() instanceof BindException
                    || message.contains("in use");
            throw new StartFailure(inUse
                    ? new PortInUse(Path.of("/proc")).message(key, listen)
                    : key + ": " + message, failure);
        }
    }

    /// Opens ports anew where they are; who is connected stays.
    ///
    /// @param key of one of them; empty for all
    /// @return which, in words; empty if there is none of that key
    String rebind(String key) throws IOException {
        List<String> done = new ArrayList<>();
        for (Map.Entry<String, TcpServer> each : rtmp.entrySet()) {
            if (key.isEmpty() || key.equals(each.getKey())) {
                each.getValue().rebind();
                done.add(each.getKey());
            }
        }
        for (Map.Entry<String, HttpServer> each : http.entrySet()) {
            if (key.isEmpty() || key.equals(each.getKey())) {
                each.getValue().rebind();
                done.add(each.getKey());
            }
        }
        return String.join(" ", done);
    }

    /// The port that a listener really has; 0 if it is off.
    int port(String key) {
        TcpServer tcp = rtmp.get(key);
        HttpServer web = http.get(key);
        return tcp != null ? tcp.address().getPort() : web != null ? web.address().getPort() : 0;
    }

    /// Where this machine itself reaches the port for viewers, without path; empty if it is off,
    /// or if who comes from this machine stands for others.
    Optional<URI> own() {
        boolean plain = http.containsKey("http.listen");
        Listen listen = plain ? settings.http().listen() : settings.http().tlsListen();
        int port = port(plain ? "http.listen" : "https.listen");
        String host = listen.hostFor("127.0.0.1");
        boolean balanced = host.matches("[0-9.]+") && settings.proxies().httpBalancers()
                .contains(InetAddress.ofLiteral(host));
        return port == 0 || balanced ? Optional.empty()
                : Optional.of(URI.create((plain ? "http://" : "https://") + host + ":" + port));
    }

    /// What each listener has seen, by its settings key.
    Map<String, TcpCounts> counts() {
        Map<String, TcpCounts> counts = new LinkedHashMap<>();
        rtmp.forEach((key, server) -> counts.put(key, server.counts()));
        http.forEach((key, server) -> counts.put(key, server.connections()));
        return counts;
    }

    @Override
    public void close() {
        rtmp.values().forEach(TcpServer::close);
        http.values().forEach(HttpServer::close);
    }
}
