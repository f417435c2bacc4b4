package io.freshet.server;

import io.freshet.control.ControlServer;
import io.freshet.gateway.Admission;
import io.freshet.gateway.MediaHttp;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.Route;
import io.freshet.gateway.demo.Clip;
import io.freshet.gateway.demo.DemoChannel;
import io.freshet.gateway.flv.FlvRoute;
import io.freshet.gateway.hls.HlsDesk;
import io.freshet.gateway.hls.HlsRoute;
import io.freshet.gateway.pages.PagesRoute;
import io.freshet.gateway.pages.StreamsJsonRoute;
import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.live.AccessPolicy;
import io.freshet.live.AppOptions;
import io.freshet.live.Leader;
import io.freshet.live.StreamReport.State;
import io.freshet.live.Streams;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.media.BadNameException;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.LoopOptions;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.tls.TlsContexts;
import io.freshet.server.config.AppSettings;
import io.freshet.server.config.HlsSettings;
import io.freshet.server.config.Listen;
import io.freshet.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One node: everything that runs, made in order and closed in the reverse order.
///
/// Threading: opened, drained and closed by the main thread or the shutdown hook, never on a loop.
final class Node implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Node.class.getName());

    private final Settings settings;
    private final String version;
    private final Clock clock = new SystemClock();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Admission admission = new Admission();
    private final Loops loops;
    private final Streams streams;
    private final Listeners listeners;
    private final HlsDesk hls;
    private final Map<NetLoop, Fanouts> fanouts;
    private final AccessPolicy access;
    private volatile boolean stopping;
    private int controlPort;

    /// Starts all of it.
    ///
    /// @throws StartFailure with what to do, if a port is in use or a file cannot be read
    Node(Settings settings, String version) throws StartFailure {
        this(settings, version, System::nanoTime);
    }

    /// The same, with loops that go by a clock of a test: how late they are is what it says.
    Node(Settings settings, String version, LongSupplier loopClock) throws StartFailure {
        this.settings = settings;
        this.version = version;
        boolean fresh = StateFolder.isNew(settings.dataDir());
        this.loops = Loops.open(Wiring.loops(settings), Wiring.transports(settings),
                new LoopOptions(loopClock, Wiring.load(settings.overload()), admission));
        opened.push(loops);
        try {
            SequenceBook book = sequenceBook();
            Map<String, AppOptions> apps = new HashMap<>();
            settings.apps().forEach((name, app) -> apps.put(name, Wiring.app(app)));
            this.streams = new Streams(clock, app -> Optional.ofNullable(apps.get(app)),
                    (key, _) -> packaging(key.app()).map(options -> book.leader(key, options))
                            .orElseGet(Leader::none));
            this.hls = new HlsDesk(this::packaging, clock);
            streams.listen(hls);
            streams.listen(new StreamLog());
            this.fanouts = loops.all().stream()
                    .collect(Collectors.toUnmodifiableMap(loop -> loop, Fanouts::new));
            this.access = access();
            this.listeners = new Listeners(settings, loops);
            opened.push(listeners);
            RtmpGateway rtmp = rtmp();
            listeners.openRtmp(rtmp);
            ControlStart control = new ControlStart(this::control);
            opened.push(control);
            listen(rtmp);
            demo(fresh);
            controlPort = control.port();
        } catch (IOException broken) {
            close();
            throw new StartFailure(String.valueOf(broken.getMessage()), broken);
        } catch (StartFailure failure) {
            close();
            throw failure;
        }
    }

    private SequenceBook sequenceBook() throws IOException {
        Files.createDirectories(settings.dataDir());
        SequenceBook book = new SequenceBook(settings.dataDir().resolve("sequence"));
        opened.push(book);
        return book;
    }

    private Optional<PackagingOptions> packaging(String app) {
        return settings.app(app).map(AppSettings::hls).filter(HlsSettings::enabled)
                .map(Wiring::hls);
    }

    private Optional<ControlServer> control() throws StartFailure {
        Listen listen = settings.controlListen();
        if (!listen.isOn()) {
            return Optional.empty();
        }
        NodeFacts facts = new NodeFacts(version, clock.wallMs(), loops, admission,
                listeners::counts, () -> stopping);
        return Optional.of(Listeners.bound("control.listen", listen, () -> switch (
                settings.profile()) {
            case NORMAL -> ControlServer.open(Wiring.address(listen), streams, facts, clock);
            case SMALL -> ControlServer.openLate(Wiring.address(listen), streams, facts, clock);
        }));
    }

    private Fanouts fanouts(NetLoop loop) {
        Fanouts found = fanouts.get(loop);
        if (found == null) {
            throw new IllegalStateException("no such loop: " + loop);
        }
        return found;
    }

    private RtmpGateway rtmp() {
        return new RtmpGateway(streams, access, admission, this::fanouts,
                Wiring.rtmp(settings.rtmp()),
                settings.rtmp().publisherIdleTimeout());
    }

    /// All that needs a certificate, which takes a while to read, and HTTP.
    private void listen(RtmpGateway rtmp) throws IOException, StartFailure {
        TlsContexts tls = tls();
        listeners.openRtmps(rtmp, tls);
        List<Route> routes = new ArrayList<>();
        PlayAccess play = new PlayAccess(access);
        ExecutorService rendering = Executors.newVirtualThreadPerTaskExecutor();
        opened.push(rendering::shutdownNow);
        routes.add(new FlvRoute(streams, play, admission, this::fanouts));
        routes.add(new HlsRoute(hls, play, admission, rendering));
        routes.add(new StreamsJsonRoute(streams, this::listing, version, ports(), clock));
        routes.add(new PagesRoute(PageFiles.load()));
        listeners.openHttp(new MediaHttp(routes), tls);
    }

    private TlsContexts tls() throws IOException {
        if (settings.tls().isSelfMade()) {
            Path folder = settings.dataDir().resolve("tls");
            Files.createDirectories(folder);
            return TlsContexts.selfMade(folder, List.of("localhost", "127.0.0.1",
                    InetAddress.getLocalHost().getHostName()),
                    Instant.ofEpochMilli(clock.wallMs()));
        }
        return TlsContexts.fromFiles(Path.of(settings.tls().certificate()),
                Path.of(settings.tls().key()));
    }

    private AccessPolicy access() {
        Map<String, List<String>> keys = new HashMap<>();
        settings.apps().forEach((name, app) -> keys.put(name, app.publishKeys()));
        return new KeyedAccess(keys);
    }

    private StreamsJsonRoute.Listing listing(String app) {
        return new StreamsJsonRoute.Listing(
                settings.app(app).map(AppSettings::listed).orElse(false),
                packaging(app).isPresent());
    }

    private StreamsJsonRoute.Ports ports() {
        return new StreamsJsonRoute.Ports(listeners.port("rtmp.listen"),
                listeners.port("rtmps.listen"), port(settings.http().listen()),
                port(settings.http().tlsListen()));
    }

    private static int port(Listen listen) {
        return Math.max(0, listen.port());
    }

    private void demo(boolean fresh) throws IOException {
        boolean plays = switch (settings.demo()) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> fresh;
        };
        if (!plays) {
            return;
        }
        try {
            new DemoChannel(Clip.bundled(), new LiveLoop(loops.leastLoaded()), clock)
                    .start(streams, StreamKey.of(Settings.DEFAULT_APP, "demo"));
        } catch (BadNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Streams streams() {
        return streams;
    }

    /// `io_uring`, `epoll` or `nio`, as it was found.
    String transport() {
        return loops.transport().toString();
    }

    List<NetLoop> loops() {
        return loops.all();
    }

    /// The port that a listener really has, by its settings key; 0 if it is off.
    int port(String key) {
        return key.equals("control.listen") ? controlPort : listeners.port(key);
    }

    /// Lets publishers finish, for as long as the drain timeout says, then stops.
    void drain() {
        LOG.log(System.Logger.Level.INFO, () -> "stopping streams=" + streams.all().size()
                + " drain-timeout=" + settings.drainTimeout().toSeconds() + "s");
        stopping = true;
        streams.stop();
        awaitPublishers();
        close();
        LOG.log(System.Logger.Level.INFO, "stopped");
    }

    /// Until nobody publishes any more, or the drain timeout is over.
    private void awaitPublishers() {
        long endNs = clock.monotonicNs() + settings.drainTimeout().toNanos();
        try {
            while (clock.monotonicNs() < endNs && streams.all().stream()
                    .anyMatch(stream -> stream.lastReport().state() == State.LIVE)) {
                Thread.sleep(50);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops at once.
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                LOG.log(System.Logger.Level.WARNING, "closing failed", failure);
            }
        }
    }
}
