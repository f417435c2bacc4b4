package io.freshet.gateway;

import io.freshet.gateway.flv.FlvRoute;
import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AppOptions;
import io.freshet.live.Leader;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.live.session.Sessions;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpOptions;
import io.freshet.net.TcpServer;
import io.freshet.net.address.AddressRanges;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.HttpServer;
import io.freshet.net.tls.TlsContexts;
import io.freshet.protocol.rtmp.RtmpOptions;
import io.freshet.testkit.RealClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A node's gateways on free ports of the loopback interface; app `keyed` wants `key=good`, and
/// nobody may watch what is in app `shut`.
///
/// Threading: any thread.
final class GatewaySite implements AutoCloseable {

    final Admission admission = new Admission();
    final Sessions sessions = new Sessions(new RealClock(), 1);
    /// What was decided about, in order.
    final Queue<AccessPolicy.Request> asked = new ConcurrentLinkedQueue<>();
    final ProbeGrants probes = new ProbeGrants();
    /// Proxies that are believed.
    volatile AddressRanges forwarders = AddressRanges.NONE;
    final Queue<String> beacons = new ConcurrentLinkedQueue<>();
    final Loops loops;
    final Streams streams;
    final TcpServer rtmp;
    final TcpServer rtmps;
    final HttpServer http;
    final HttpServer https;

    /// @param folder for the certificate
    GatewaySite(Path folder, AppOptions options, Duration publisherIdle) throws IOException {
        this(folder, options, publisherIdle, InetAddress.getLoopbackAddress());
    }

    /// @param host where it listens
    GatewaySite(Path folder, AppOptions options, Duration publisherIdle, InetAddress host)
            throws IOException {
        this(folder, options, publisherIdle, host,
                (streams, _) -> RtmpGateway.Cluster.none(streams));
    }

    /// @param cluster what other nodes have to do with it
    GatewaySite(Path folder, AppOptions options, Duration publisherIdle, InetAddress host,
            BiFunction<Streams, Loops, RtmpGateway.Cluster> cluster) throws IOException {
        loops = Loops.open(2, Loops.AUTO);
        streams = new Streams(new RealClock(), app -> app.equals("nowhere")
                ? Optional.empty() : Optional.of(options), (_, _) -> Leader.none());
        Map<NetLoop, Fanouts> made = loops.all().stream()
                .collect(Collectors.toMap(Function.identity(), Fanouts::new));
        Function<NetLoop, Fanouts> fanouts = loop ->
                Optional.ofNullable(made.get(loop)).orElseThrow();
        AccessPolicy policy = request -> {
            asked.add(request);
            return CompletableFuture.completedFuture(decide(request));
        };
        TlsContexts tls = TlsContexts.selfMade(folder, List.of("localhost", "127.0.0.1"),
                Instant.now());
        RtmpGateway.Cluster gate = cluster.apply(streams, loops);
        RtmpGateway gateway = new RtmpGateway(streams, gate, policy, sessions, admission, fanouts,
                RtmpOptions.DEFAULT, publisherIdle);
        MediaHttp site = new MediaHttp(List.of(new BeaconRoute(this::told, new RealClock())),
                List.of(new FlvRoute(
                        new StreamFinder(gate.resolver(), probes),
                        new PlayAccess(policy, sessions, probes), admission, fanouts)),
                new Forwarding(() -> forwarders));
        InetSocketAddress any = new InetSocketAddress(host, 0);
        rtmp = TcpServer.bind(loops, any, TcpOptions.DEFAULT, gateway);
        rtmps = TcpServer.bind(loops, any, TcpOptions.DEFAULT.withTls(tls.plain()), gateway);
        http = HttpServer.bind(loops, any, TcpOptions.DEFAULT, HttpOptions.DEFAULT, site);
        https = HttpServer.bind(loops, any, TcpOptions.DEFAULT.withTls(tls.http()),
                HttpOptions.DEFAULT, site);
    }

    private boolean told(byte[] beacon) {
        beacons.add(new String(beacon, StandardCharsets.UTF_8));
        return beacon.length > 2;
    }

    private static Decision decide(AccessPolicy.Request request) {
        boolean keyed = request.key().app().equals("keyed") && request.action() == Action.PUBLISH;
        if (request.key().app().equals("shut")) {
            return Decision.refused("shut");
        }
        return keyed && !"good".equals(request.parameters().get("key"))
                ? Decision.refused("wrong key") : Decision.ALLOWED;
    }

    static StreamKey key(String app, String name) {
        try {
            return StreamKey.of(app, name);
        } catch (BadNameException e) {
            throw new AssertionError(e);
        }
    }

    Optional<LiveStream> find(String name) {
        return streams.find(key("live", name));
    }

    @Override
    public void close() {
        rtmp.close();
        rtmps.close();
        http.close();
        https.close();
        loops.close();
    }
}
