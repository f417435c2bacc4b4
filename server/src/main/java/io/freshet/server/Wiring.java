package io.freshet.server;

import io.freshet.gateway.HeapRoom;
import io.freshet.gateway.StreamTenant;
import io.freshet.gateway.hls.HlsDesk;
import io.freshet.live.AppOptions;
import io.freshet.live.AppOptions.GopBounds;
import io.freshet.live.AppOptions.ViewerBounds;
import io.freshet.live.FlushInterval;
import io.freshet.live.Streams;
import io.freshet.live.Takeover;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.media.Clock;
import io.freshet.net.LoadLimits;
import io.freshet.net.Loops;
import io.freshet.net.SocketTuning;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpLimits;
import io.freshet.net.TcpOptions;
import io.freshet.net.Transport;
import io.freshet.net.address.AddressRanges;
import io.freshet.net.http.HttpOptions;
import io.freshet.net.http.client.HttpClient;
import io.freshet.net.http.client.HttpClientOptions;
import io.freshet.net.tls.TlsTrust;
import io.freshet.protocol.rtmp.RtmpOptions;
import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.freshet.server.config.AppSettings;
import io.freshet.server.config.HlsSettings;
import io.freshet.server.config.HttpSettings;
import io.freshet.server.config.Listen;
import io.freshet.server.config.OverloadSettings;
import io.freshet.server.config.RtmpSettings;
import io.freshet.server.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The settings in the words of each module.
///
/// Threading: stateless.
final class Wiring {

    private Wiring() {
    }

    static List<Transport> transports(Settings settings) {
        return switch (settings.transport()) {
            case AUTO -> Loops.AUTO;
            case IO_URING -> List.of(Transport.IO_URING);
            case EPOLL -> List.of(Transport.EPOLL);
            case NIO -> List.of(Transport.NIO);
        };
    }

    static int loops(Settings settings) {
        if (settings.loops() > 0) {
            return settings.loops();
        }
        return switch (settings.profile()) {
            case NORMAL -> Runtime.getRuntime().availableProcessors();
            case SMALL -> 1;
        };
    }

    static LoadLimits load(OverloadSettings overload) {
        return overload.enabled() ? new LoadLimits(overload.busyAbove(), overload.refuseAbove(),
                overload.resumeBelow(), overload.freePlaces()) : LoadLimits.OFF;
    }

    /// How an app's streams are packaged, if they are.
    static Optional<PackagingOptions> packaging(Settings settings, String app) {
        return settings.app(app).map(AppSettings::hls).filter(HlsSettings::enabled)
                .map(Wiring::hls);
    }

    /// What this process has for streams; asked from now on before a new one is opened.
    ///
    /// @param clock that of the streams
    static HeapRoom room(Streams streams, Supplier<Settings> settings, HlsDesk hls, Clock clock) {
        HeapRoom room = new HeapRoom(Runtime.getRuntime().maxMemory(),
                () -> StreamTenant.all(streams.all(), app -> packaging(settings.get(), app),
                        clock.wallMs()), hls::forgetEnded,
                () -> bounds(settings.get().overload()));
        streams.keepRoom(room::refusal);
        return room;
    }

    private static HeapRoom.Bounds bounds(OverloadSettings overload) {
        return overload.enabled() ? new HeapRoom.Bounds(overload.memoryRefuse(),
                overload.memoryEnd()) : HeapRoom.Bounds.NONE;
    }

    static AppOptions app(AppSettings app) {
        FlushInterval flush = app.flushInterval().withVideo() ? FlushInterval.VIDEO
                : app.flushInterval().every().isZero() ? FlushInterval.IMMEDIATE
                : FlushInterval.every(app.flushInterval().every());
        Takeover takeover = switch (app.takeover()) {
            case WHEN_SILENT -> Takeover.WHEN_SILENT;
            case NEWEST -> Takeover.NEWEST;
            case REFUSE -> Takeover.REFUSE;
        };
        return new AppOptions(flush, takeover, app.inputs(), app.reconnectWindow(),
                new GopBounds(app.gop().framesMax(), app.gop().bytesMax(),
                        app.gop().durationMax()),
                new ViewerBounds(app.viewers().behindMax(), app.viewers().behindBytesMax(),
                        app.viewers().patience(), app.viewers().perStreamMax()),
                app.streamsMax());
    }

    /// Of each app; there are no other apps.
    static Map<String, List<String>> publishKeys(Settings settings) {
        Map<String, List<String>> keys = new HashMap<>();
        settings.apps().forEach((name, app) -> keys.put(name, app.publishKeys()));
        return keys;
    }

    static PackagingOptions hls(HlsSettings hls) {
        return new PackagingOptions(hls.segmentDuration(), hls.partDuration(),
                hls.windowSegments(), PackagingOptions.DEFAULT.windowTargets());
    }

    static RtmpOptions rtmp(RtmpSettings rtmp) {
        int message = Math.toIntExact(rtmp.messageBytesMax());
        return new RtmpOptions(rtmp.handshakeTimeout(), rtmp.handshakeTimeout(), 2_500_000,
                new ChunkLimits(Math.toIntExact(rtmp.chunkBytesMax()), message, 2 * message, 64));
    }

    static TcpOptions rtmpSockets(RtmpSettings rtmp, Duration patience) {
        return new TcpOptions(new TcpLimits(rtmp.sessionsMax(), rtmp.sessionsPerAddress()),
                tuning(patience), Optional.empty(), rtmp.handshakeTimeout(),
                AddressRanges.NONE);
    }

    static HttpOptions http(Settings settings) {
        HttpSettings http = settings.http();
        return new HttpOptions(http.headerTimeout(), http.idleTimeout(), Duration.ofSeconds(20),
                Math.toIntExact(http.bodyBytesMax()), http.http2StreamsMax(),
                sharedBytes() / (2L * loops(settings)));
    }

    /// For playlists and segments as sockets want them, of HTTP and HTTPS together: a seventh of
    /// the direct memory that the launcher allows, and never more than some hundred streams need.
    private static long sharedBytes() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 16, 2 << 20, 256 << 20);
    }

    static TcpOptions httpSockets(HttpSettings http, Duration patience) {
        return new TcpOptions(new TcpLimits(http.connectionsMax(), http.connectionsPerAddress()),
                tuning(patience), Optional.empty(), http.headerTimeout(),
                AddressRanges.NONE);
    }

    /// Asks our own port, whose certificate nobody need vouch for.
    static HttpClient client(Loops loops, URI port) throws IOException {
        TcpClient plain = new TcpClient(loops, TcpOptions.DEFAULT);
        return new HttpClient(plain, port.getScheme().equals("https")
                ? new TcpClient(loops, TcpOptions.DEFAULT.withTls(
                        new TlsTrust.Anybody().context()))
                : plain, HttpClientOptions.DEFAULT);
    }

    /// The longest patience with a viewer that any app has.
    static Duration patience(Settings settings) {
        return settings.apps().values().stream().map(app -> app.viewers().patience())
                .max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /// The kernel gives up on a reader later than we do: our close is counted and says why.
    private static SocketTuning tuning(Duration patience) {
        SocketTuning standard = SocketTuning.DEFAULT;
        return new SocketTuning(standard.notSentBytesMax(), standard.sendBufferBytes(),
                standard.unsentBytesHigh(), standard.unsentBytesLow(),
                patience.plus(Duration.ofSeconds(10)));
    }

    static InetSocketAddress address(Listen listen) {
        return new InetSocketAddress(listen.host(), listen.port());
    }

    /// By protocol, what the media plane and the API listen on; 0 for what is off or on any port.
    static Map<String, Integer> ports(Settings settings) {
        int http = Math.max(0, settings.http().listen().port());
        return Map.of("rtmp", Math.max(0, settings.rtmp().listen().port()),
                "rtmps", Math.max(0, settings.rtmp().tlsListen().port()),
                "http", http, "relay", http,
                "https", Math.max(0, settings.http().tlsListen().port()),
                "api", Math.max(0, settings.control().listen().port()));
    }
}
