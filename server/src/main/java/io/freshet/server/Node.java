package io.freshet.server;

import io.freshet.control.ControlCentre;
import io.freshet.control.ControlChange;
import io.freshet.control.ControlWatch;
import io.freshet.control.NodeStatus;
import io.freshet.control.NodeStatus.Reload;
import io.freshet.control.access.AccessControl;
import io.freshet.control.events.Event;
import io.freshet.control.fleet.Fleet;
import io.freshet.control.store.Shift;
import io.freshet.gateway.AcmeRoute;
import io.freshet.gateway.Admission;
import io.freshet.gateway.BeaconRoute;
import io.freshet.gateway.Forwarding;
import io.freshet.gateway.HeapRoom;
import io.freshet.gateway.MediaHttp;
import io.freshet.gateway.PlayAccess;
import io.freshet.gateway.ProbeGrants;
import io.freshet.gateway.Route;
import io.freshet.gateway.StreamFinder;
import io.freshet.gateway.flv.FlvRoute;
import io.freshet.gateway.hls.HlsDesk;
import io.freshet.gateway.hls.HlsRoute;
import io.freshet.gateway.pages.PagesRoute;
import io.freshet.gateway.pages.StreamsJsonRoute;
import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.live.AccessPolicy;
import io.freshet.live.Leader;
import io.freshet.live.Streams;
import io.freshet.live.packaging.PackagingOptions;
import io.freshet.live.relay.BacklogBounds;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import io.freshet.net.LoopOptions;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.server.acme.Challenges;
import io.freshet.server.acme.Renewal;
import io.freshet.server.cluster.Alone;
import io.freshet.server.cluster.ClusterStart;
import io.freshet.server.config.AppSettings;
import io.freshet.server.config.Listen;
import io.freshet.server.config.Profile;
import io.freshet.server.config.Settings;
import io.freshet.server.config.TlsSettings;
import io.freshet.server.healing.Parts;
import io.freshet.server.probe.LatencyProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One node: everything that runs, made in order and closed in the reverse order.
///
/// Threading: opened, drained and closed by the main thread or the shutdown hook, never on a loop.
final class Node implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Node.class.getName());

    private final String version;
    private final Consumer<String> terminal;
    /// What holds: the rules of apps and all that is asked anew each time follow it at once.
    private volatile Settings settings;
    private final Clock clock = new SystemClock();
    private final AgreedClock agreed = new AgreedClock(clock);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Sessions sessions = new Sessions(clock, new SecureRandom().nextLong());
    private final Admission admission = new Admission();
    private final ProbeGrants grants = new ProbeGrants();
    private final Loops loops;
    private final Streams streams;
    private final Listeners listeners;
    private final HlsDesk hls;
    private final HeapRoom room;
    private final Map<NetLoop, Fanouts> fanouts;
    private final Map<String, byte[]> pages;
    private volatile RtmpGateway rtmp;
    private final AccessControl access;
    private final ViewerRegions regions;
    private final Optional<ClusterStart> cluster;
    /// Read after much else has been opened.
    private volatile @Nullable Certificates certificates;
    /// When all is open.
    private volatile @Nullable Reloading reloading;
    private volatile boolean stopping;
    private int controlPort;

    /// Starts all of it.
    ///
    /// @throws StartFailure with what to do, if a port is in use or a file cannot be read
    Node(Settings settings, String version) throws StartFailure {
        this(settings, version, Outside.standard(System.out::println));
    }

    /// The same, with what is around it.
    Node(Settings settings, String version, Outside outside) throws StartFailure {
        this.settings = settings;
        this.terminal = outside.terminal();
        this.version = version;
        boolean fresh = StateFolder.isNew(settings.dataDir());
        this.loops = Loops.open(Wiring.loops(settings), Wiring.transports(settings),
                new LoopOptions(outside.loopClock(), Wiring.load(settings.overload()), admission));
        opened.push(loops);
        try {
            SequenceBook book = sequenceBook();
            this.streams = new Streams(agreed, app -> this.settings.app(app).map(Wiring::app),
                    (key, _) -> packaging(key.app()).map(options -> book.leader(key, options))
                            .orElseGet(Leader::none));
            this.hls = new HlsDesk(this::packaging, agreed, sessions);
            this.room = Wiring.room(streams, () -> this.settings, hls, agreed);
            streams.listen(hls);
            streams.listen(new StreamLog());
            this.fanouts = loops.all().stream()
                    .collect(Collectors.toUnmodifiableMap(loop -> loop, Fanouts::new));
            this.access = access();
            this.regions = ViewerRegions.open(settings.watch().places());
            this.cluster = settings.cluster().isOn() ? Optional.of(cluster(book))
                    : Optional.empty();
            this.listeners = new Listeners(settings, loops);
            opened.push(listeners);
            this.rtmp = rtmp();
            listeners.openRtmp(connection -> rtmp.accepted(connection));
            this.pages = PageFiles.load();
            ControlStart control = new ControlStart(this::control);
            opened.push(control);
            listen(control::beacon, control::happened);
            DemoStart.play(settings, fresh, loops, streams, clock);
            controlPort = control.port();
            probe(control.centre());
            cluster.ifPresent(each -> each.heal(control.centre()));
            reloading = new Reloading(outside.source(), () -> this.settings, List.of(
                    this::certificate, (_, next) -> regions.prepare(next.watch().places()),
                    (_, next) -> watching(next, control.centre()),
                    (_, next) -> () -> {
                        take(next);
                        outside.logs().accept(next);
                    }));
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

    private ClusterStart cluster(SequenceBook book) throws IOException {
        streams.keepBacklogs(app -> BacklogBounds.of(packaging(app)
                .orElse(PackagingOptions.DEFAULT)));
        ClusterStart made = ClusterStart.open(new ClusterStart.Surroundings(settings.cluster(),
                regions::now, settings.dataDir(), version, Wiring.ports(settings), loops, streams,
                room::usePercent, sessions, settings.drainTimeout(), clock, agreed::agree,
                book::raise, new SecureRandom()));
        opened.push(made);
        book.listen(made::progress);
        return made;
    }

    /// Who may publish and watch: in a cluster with a key alone.
    private AccessPolicy policy() {
        return cluster.map(each -> each.policy(access.policy())).orElseGet(access::policy);
    }

    private RtmpGateway.Cluster gate() {
        return cluster.map(ClusterStart::gate)
                .orElseGet(() -> RtmpGateway.Cluster.none(streams));
    }

    private Optional<PackagingOptions> packaging(String app) {
        return Wiring.packaging(settings, app);
    }

    /// All of the control centre; the port may be off.
    private ControlCentre control() throws StartFailure {
        Listen listen = settings.control().listen();
        NodeFacts facts = new NodeFacts(version, clock.wallMs(), loops, admission, room,
                listeners::counts, this::isLeaving, () -> settings, this::mediaPorts, pages,
                cluster, this::reload);
        ControlChange change = ControlWiring.first(settings);
        ControlCentre centre = Listeners.bound("control.listen", listen, () -> ControlCentre.open(
                ControlWiring.options(settings, terminal), new ControlCentre.Surroundings(
                        streams, access, facts, clock, settings.dataDir(),
                        cluster.map(each -> each.shift(settings.control().database().url()))
                                .orElse(Shift.ALONE),
                        cluster.<Fleet>map(ClusterStart::fleet)
                                .orElseGet(() -> Alone.fleet(streams, facts,
                                        room::usePercent, clock)))));
        centre.watch(new ControlWatch(sessions, regions::now, change.mail(),
                this::certificateEnds, () -> cluster.map(ClusterStart::lost).orElse(List.of()),
                () -> cluster.map(ClusterStart::refused).orElse(Map.of())));
        centre.change(change);
        cluster.ifPresent(each -> each.tell(centre::happenedToAll, centre::refused));
        return centre;
    }

    private boolean isLeaving() {
        return stopping || cluster.filter(ClusterStart::isLeaving).isPresent();
    }

    private Map<String, Long> certificateEnds() {
        Certificates read = certificates;
        return read == null ? Map.of() : read.ends();
    }

    private Fanouts fanouts(NetLoop loop) {
        Fanouts found = fanouts.get(loop);
        if (found == null) {
            throw new IllegalStateException("no such loop: " + loop);
        }
        return found;
    }

    private RtmpGateway rtmp() {
        return new RtmpGateway(streams, gate(), policy(), sessions, admission, this::fanouts,
                Wiring.rtmp(settings.rtmp()), settings.rtmp().publisherIdleTimeout());
    }

    /// All that needs a certificate, which takes a while to read, and HTTP.
    private void listen(Predicate<byte[]> beacons, Consumer<Event> happened)
            throws IOException, StartFailure {
        Certificates own = Certificates.open(settings.tls(), settings.dataDir(), clock, happened);
        certificates = own;
        listeners.openRtmps(connection -> rtmp.accepted(connection), own.tls());
        List<Route> routes = new ArrayList<>();
        PlayAccess play = new PlayAccess(policy(), sessions, grants);
        ExecutorService rendering = Executors.newVirtualThreadPerTaskExecutor();
        opened.push(rendering::shutdownNow);
        StreamFinder finder = new StreamFinder(gate().resolver(), grants);
        cluster.ifPresent(each -> routes.addAll(each.routes()));
        routes.add(new FlvRoute(finder, play, admission, this::fanouts));
        HlsRoute playlists = new HlsRoute(hls, finder, play, admission, rendering);
        routes.add(cluster.<Route>map(each -> playlists.steered(each::isLeaving))
                .orElse(playlists));
        routes.add(new StreamsJsonRoute(streams, this::listing, version, ports(), clock));
        routes.add(new PagesRoute(PageFiles.forEverybody(pages),
                () -> cluster.map(ClusterStart::otherEdges).orElse(List.of())));
        List<Route> first = new ArrayList<>(List.of(new BeaconRoute(beacons, clock)));
        cluster.ifPresent(each -> first.addAll(each.workshop(new Parts(streams::all, hls::rebuild,
                each::reopen, listeners::rebind, app -> packaging(app).isPresent()), grants,
                rendering)));
        Challenges challenges = new Challenges();
        if (settings.tls().acme().isOn()) {
            first.add(new AcmeRoute(challenges::answer));
        }
        listeners.openHttp(new MediaHttp(first, routes,
                new Forwarding(() -> settings.proxies().forwarders())), own.tls());
        fetchCertificate(own, challenges);
        opened.push(new Lookout(List.of(own::look, regions::look, room::look)));
    }

    /// Watches own streams, where that is wanted.
    private void probe(ControlCentre centre) throws IOException {
        Optional<URI> port = listeners.own();
        if (settings.watch().latencyProbe() && settings.profile() != Profile.SMALL
                && port.isPresent()) {
            opened.push(LatencyProbe.start(new LatencyProbe.Surroundings(port.get(),
                    Wiring.client(loops, port.get()), loops, streams, grants, clock,
                    new SecureRandom()), centre::toProbe, centre::probed));
        }
    }

    /// Nothing of it is loaded while no domain is named.
    private void fetchCertificate(Certificates own, Challenges challenges) {
        TlsSettings tls = settings.tls();
        if (tls.acme().isOn()) {
            opened.push(Renewal.start(Certificates.acme(tls, settings.dataDir()), challenges, clock,
                    () -> own.fetched(tls), own::notFetched));
        }
    }

    private AccessControl access() throws IOException {
        AccessControl made = AccessControl.open(new AccessControl.AccessOptions(
                Wiring.publishKeys(settings), settings.dataDir(),
                ControlWiring.hasNoDatabase(settings), new SecureRandom(),
                ControlWiring.database(settings).vault()), sessions, clock);
        opened.push(made);
        return made;
    }

    // ---- other settings while it runs

    /// Reads the settings again.
    ///
    /// @param by who wants it, for the log
    Reload reload(String by) {
        Reloading ready = reloading;
        return ready == null ? new Reload.Refused(List.of("the node is starting"))
                : ready.reload(by);
    }

    private Runnable certificate(Settings before, Settings next) throws IOException {
        Certificates own = certificates;
        return own == null || before.tls().equals(next.tls()) ? () -> { }
                : own.prepare(next.tls());
    }

    private static Runnable watching(Settings next, ControlCentre centre) {
        ControlChange change = ControlWiring.change(next);
        return () -> centre.change(change);
    }

    private void take(Settings next) {
        settings = next;
        access.settingsKeys(Wiring.publishKeys(next));
        streams.follow();
        rtmp = rtmp();
        listeners.change(next);
        loops.limits(Wiring.load(next.overload()));
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

    private NodeStatus.Ports mediaPorts() {
        return new NodeStatus.Ports(listeners.port("rtmp.listen"), listeners.port("rtmps.listen"),
                listeners.port("http.listen"), listeners.port("https.listen"));
    }

    private static int port(Listen listen) {
        return Math.max(0, listen.port());
    }

    Streams streams() {
        return streams;
    }

    /// `io_uring`, `epoll` or `nio`, as it was found.
    String transport() {
        return loops.transport().toString();
    }

    /// What HTTPS and RTMPS show new clients.
    X509Certificate certificate() {
        return Objects.requireNonNull(certificates).tls().now().certificate();
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
        new Farewell(streams, cluster, clock, settings.drainTimeout()).take();
        close();
        LOG.log(System.Logger.Level.INFO, "stopped");
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
