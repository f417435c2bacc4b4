package io.freshet.server.cluster;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.ClusterOptions;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.ClusterView.SeenNode;
import io.freshet.cluster.Leading.Loss;
import io.freshet.cluster.nats.NatsEngine;
import io.freshet.control.ControlCentre;
import io.freshet.control.events.Event;
import io.freshet.control.fleet.Fleet;
import io.freshet.control.store.Shift;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.gateway.GuidePace;
import io.freshet.gateway.NodeSecret;
import io.freshet.gateway.ProbeGrants;
import io.freshet.gateway.Route;
import io.freshet.gateway.RouteRoute;
import io.freshet.gateway.SteerRoute;
import io.freshet.gateway.relay.HealRoute;
import io.freshet.gateway.relay.RelayOptions;
import io.freshet.gateway.relay.RelayPulls;
import io.freshet.gateway.relay.RelayRoute;
import io.freshet.gateway.relay.Workshop;
import io.freshet.gateway.rtmp.RtmpForwarding;
import io.freshet.gateway.rtmp.RtmpGateway;
import io.freshet.live.AccessPolicy;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishPlacement;
import io.freshet.live.StreamEvents;
import io.freshet.live.StreamReport.State;
import io.freshet.live.StreamResolver;
import io.freshet.live.Streams;
import io.freshet.live.packaging.CutterStart;
import io.freshet.live.relay.Standing;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.TcpClient;
import io.freshet.net.TcpOptions;
import io.freshet.net.address.Regions;
import io.freshet.net.http.client.HttpClient;
import io.freshet.net.http.client.HttpClientOptions;
import io.freshet.net.tls.TlsTrust;
import io.freshet.server.config.ClusterSettings;
import io.freshet.server.config.HealingSettings;
import io.freshet.server.healing.HealingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// This node's part in its cluster: opened before its gateways, closed after them.
///
/// Threading: opened and closed by one thread that may block; what it offers is shared.
public final class ClusterStart implements AutoCloseable {

    private static final long SWEEP_SECONDS = 2;

    private final String id;
    private final Streams streams;
    /// Whether it has the role.
    private final boolean controls;
    private final NatsEngine engine;
    private final Cluster cluster;
    private final RelayRoute route;
    private final RtmpGateway.Cluster gate;
    private final Holds holds;
    private final Thread sweeper;
    private final Late late = new Late();
    private final Draining draining;
    private final TreeSurvey survey;
    private final RelayPulls pulls;
    private final GuidePace pace;
    private final NodeSecret secret;
    private final NodeRecord self;
    private final HealingSettings healing;
    private final Clock clock;
    private @Nullable Workshop workshop;
    private @Nullable HealingStart healer;

    /// What is around it.
    ///
    /// @param regions which addresses of viewers belong to which region
    /// @param dataDir where its name is kept
    /// @param ports   by protocol, what this node listens on
    /// @param sessions of this node
    /// @param roomPercent of the memory that streams may take, how much they need
    /// @param patience after which time those are put out who stay when this node drains
    /// @param agree   told by how much the cluster's wall clock is ahead of this node's
    /// @param raise   told above which numbers a new leader must cut
    /// @param random  not one that others can foresee
    public record Surroundings(ClusterSettings settings, Supplier<Regions> regions, Path dataDir,
            String version, Map<String, Integer> ports, Loops loops, Streams streams,
            IntSupplier roomPercent, Sessions sessions, Duration patience, Clock clock,
            LongConsumer agree, BiConsumer<StreamKey, CutterStart.HighWater> raise,
            RandomGenerator random) {
    }

    /// Opens it; the engine may come later.
    ///
    /// @throws IOException if a file that the settings name cannot be used
    public static ClusterStart open(Surroundings around) throws IOException {
        return new ClusterStart(around);
    }

    private ClusterStart(Surroundings around) throws IOException {
        ClusterSettings settings = around.settings();
        this.streams = around.streams();
        this.secret = new NodeSecret(secret(settings));
        this.healing = settings.healing();
        this.clock = around.clock();
        this.pace = new GuidePace(settings.routePerAddress(), clock);
        this.self = Identity.of(around);
        this.id = self.id();
        this.controls = self.is(Role.CONTROL);
        BiConsumer<StreamKey, HighWater> raise = (key, mark) -> around.raise().accept(key,
                new CutterStart.HighWater(mark.segment(), mark.discontinuity()));
        this.engine = Coordination.open(settings, self.id());
        this.cluster = Cluster.open(options(settings, self, around.regions()), engine,
                around.clock(), new NodeMeter(streams, around.clock(), late::refused,
                        around.roomPercent()),
                new Steps(streams, raise, late::leads, late::standsBy, late::sourcesChanged,
                        late::drop, late::state, late::happened));
        Feeds feeds = new Feeds(cluster.relays(), cluster.leading());
        this.route = new RelayRoute(late::find, secret, new Admissions(cluster.relays(),
                settings.self().region()),
                late::isFed, around.clock());
        Predicate<StreamKey> fits = key -> streams.find(key).isPresent()
                || around.roomPercent().getAsInt() < NodeLoad.FULL_PERCENT;
        PublishPlacement placement = new Placement(self.id(), fits, cluster.leading(), raise,
                late::standsBy, around.random());
        this.pulls = new RelayPulls(new RelayPulls.Surroundings(around.loops(), streams,
                client(around.loops()), secret, feeds, feeds, placement, route::readers,
                around.clock()),
                new RelayOptions(RelayOptions.DEFAULT.silence(), settings.idleTime(),
                        RelayOptions.DEFAULT.retryMin(), Duration.ofSeconds(1)));
        this.holds = new Holds(streams, pulls, this::letGo, around.clock());
        this.draining = new Draining(cluster, self.id(), new Draining.Here(streams,
                around.sessions(), route::readers, around.patience(), pulls::hasten));
        late.begin(holds, pulls, route);
        late.begin(draining);
        StreamResolver resolver = draining.behind(new Usher(cluster.routing()).before(pulls));
        this.gate = new RtmpGateway.Cluster(resolver, placement,
                Optional.of(new RtmpForwarding(new TcpClient(around.loops(), TcpOptions.DEFAULT),
                        secret, around.clock())));
        this.survey = new TreeSurvey(cluster, engine.bus(), self.id(), streams);
        streams.listen(new Ends());
        this.sweeper = Thread.ofVirtual().name("cluster-holds").start(() -> sweep(around.agree()));
    }

    /// Tells the cluster of streams that have ended here, or whose publisher has left.
    private final class Ends implements StreamEvents {

        @Override
        public void opened(LiveStream stream) {
            // Whoever opened it has claimed it, or fetches it.
        }

        @Override
        public void onAir(LiveStream stream, String publisher) {
            Standing now = stream.standing();
            if (now.leads() && now.token() != 0) {
                cluster.leading().onAir(stream.key(), now.token());
            }
        }

        @Override
        public void waiting(LiveStream stream, String reason) {
            cluster.leading().left(stream.key());
        }

        @Override
        public void frozen(LiveStream stream) {
            cluster.leading().lost(stream.key(), Loss.FROZEN);
        }

        @Override
        public void ended(LiveStream stream) {
            holds.release(stream.key());
            cluster.leading().ended(stream.key());
        }
    }

    private static boolean isWaiting(LiveStream stream) {
        return stream.lastReport().state() == State.WAITING;
    }

    /// No publisher stands by here any more.
    private void letGo(StreamKey key) {
        if (cluster.leading().standsBy(key)) {
            cluster.leading().ended(key);
        }
    }

    private void sweep(LongConsumer agree) {
        Set<LiveStream> before = Set.of();
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(SWEEP_SECONDS);
                holds.sweep();
                // Not those that have just been opened, and are about to go on air.
                Set<LiveStream> waiting = streams.all().stream().filter(ClusterStart::isWaiting)
                        .collect(Collectors.toSet());
                waiting.stream().filter(before::contains).forEach(stream ->
                        cluster.leading().left(stream.key()));
                before = waiting;
                agree.accept(cluster.view().clockOffsetMs());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Between nodes the secret proves who is who; a self-made certificate will do.
    private static HttpClient client(Loops loops) throws IOException {
        return new HttpClient(new TcpClient(loops, TcpOptions.DEFAULT),
                new TcpClient(loops, TcpOptions.DEFAULT.withTls(
                        new TlsTrust.Anybody().context())), HttpClientOptions.DEFAULT);
    }

    private static ClusterOptions options(ClusterSettings settings, NodeRecord self,
            Supplier<Regions> regions) {
        ClusterOptions standard = ClusterOptions.of(self);
        ClusterSettings.Tree tree = settings.tree();
        ClusterOptions.TreeOptions shaped = new ClusterOptions.TreeOptions(ClusterOptions.Shape
                .valueOf(tree.shape().name()), tree.childrenMax(), tree.depthMax());
        return new ClusterOptions(self, standard.suspectAfter(), standard.grace(), shaped, regions);
    }

    /// The secret by which nodes know each other.
    private static String secret(ClusterSettings settings) throws IOException {
        ClusterSettings.Secret secret = settings.secret();
        if (!secret.text().isEmpty()) {
            return secret.text();
        }
        return Files.readString(Path.of(secret.file())).lines().findFirst()
                .filter(line -> !line.isBlank())
                .orElseThrow(() -> new IOException(secret.file() + " is empty"));
    }

    /// Where streams are watched and published.
    public RtmpGateway.Cluster gate() {
        return gate;
    }

    /// Who may publish and watch: in a cluster with a key alone.
    public AccessPolicy policy(AccessPolicy own) {
        return new KeyedPublishing(own, secret, clock);
    }

    /// Fetches a stream anew; false if it is not fetched.
    public boolean reopen(StreamKey key) {
        return pulls.reopen(key);
    }

    /// What lets other nodes look at this one and restart its parts; nothing if healing is off.
    ///
    /// @param parts   of this node
    /// @param grants  let them watch
    /// @param threads may block
    public List<Route> workshop(Workshop parts, ProbeGrants grants, Executor threads) {
        if (!healing.enabled()) {
            return List.of();
        }
        workshop = parts;
        grants.also(request -> secret.signed(request, clock.wallMs()));
        return List.of(new HealRoute(parts, secret, threads, clock));
    }

    /// Begins to look after nodes, if that is wanted.
    public void heal(ControlCentre centre) {
        Workshop parts = workshop;
        if (parts == null) {
            return;
        }
        HealingStart made = HealingStart.open(new HealingStart.Surroundings(healing, self.id(),
                self.is(Role.CONTROL), cluster, engine.bus(), secret, parts, clock,
                centre::happened));
        healer = made;
        centre.watch(made);
    }

    /// What serves other nodes, and tells viewers where to go.
    public List<Route> routes() {
        Guidance guide = new Guidance(cluster.routing());
        return List.of(route, new RouteRoute(guide, pace), new SteerRoute(guide, pace));
    }

    /// Requests for directions that came too soon after others from the same address.
    public long directionsRefused() {
        return pace.refused();
    }

    /// Tells people what happens in the cluster, from now on.
    ///
    /// @param refused publishers and viewers since the start, which other nodes are told
    public void tell(Consumer<Event> people, LongSupplier refused) {
        late.begin(people, refused);
    }

    /// How far the leaders of this node have come.
    public void progress(StreamKey key, CutterStart.HighWater mark) {
        cluster.leading().progress(key, new HighWater(mark.number(), mark.discontinuity()));
    }

    /// All nodes, for people.
    public Fleet fleet() {
        return new ClusterFleet(cluster, engine.leases(), id, survey);
    }

    /// Nodes that should be there and have not been heard of for too long.
    public List<String> lost() {
        return cluster.view().nodes().stream()
                .filter(node -> node.health() == Health.SUSPECT
                        && node.record().state() != NodeState.STOPPED)
                .map(node -> node.record().id()).sorted().toList();
    }

    /// Publishers and viewers that other nodes that are heard of have refused since they started.
    public Map<String, Long> refused() {
        return cluster.view().nodes().stream()
                .filter(node -> node.health() == Health.ALIVE && !node.record().id().equals(id))
                .collect(Collectors.toMap(node -> node.record().id(),
                        node -> node.load().refused()));
    }

    /// Where else viewers may be sent for media: `http://HOST:PORT` and `https://HOST:PORT`.
    public List<String> otherEdges() {
        return cluster.view().nodes().stream().map(SeenNode::record)
                .filter(record -> record.is(Role.EDGE) && !record.id().equals(id))
                .flatMap(record -> Stream.of(record.address("http"), record.address("https")))
                .filter(address -> !address.isEmpty()).distinct().toList();
    }

    /// Who of those that share a database does what only one should do; told from now on.
    ///
    /// @param database its address; empty for one that is this node's own
    public Shift shift(String database) {
        return database.isEmpty() ? Shift.ALONE : OnDuty.shift(cluster, id, controls, database);
    }

    /// Whether those who watch here should go elsewhere.
    public boolean isLeaving() {
        return draining.isLeaving();
    }

    /// Takes nobody new from now on, and sends away who is here; returns when they have gone.
    ///
    /// @return false if there is no other node to send them to
    public boolean drain() throws InterruptedException {
        boolean others = cluster.view().nodes().stream().anyMatch(node ->
                !node.record().id().equals(id) && node.record().state().takesNew()
                        && node.health() == Health.ALIVE);
        cluster.state(NodeState.DRAINING);
        if (others) {
            draining.begin();
            draining.await();
        }
        return others;
    }

    @Override
    public void close() {
        if (healer != null) {
            healer.close();
        }
        sweeper.interrupt();
        survey.close();
        cluster.close();
        engine.close();
    }
}
