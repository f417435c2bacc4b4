package io.freshet.control;

import io.freshet.control.alerts.AlertDesk;
import io.freshet.control.alerts.AlertRoutes;
import io.freshet.control.alerts.ChannelRoutes;
import io.freshet.control.alerts.Facts;
import io.freshet.control.alerts.SmtpOptions;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.audience.AudienceBook;
import io.freshet.control.audience.AudienceRoutes;
import io.freshet.control.audience.ViewerHappenings;
import io.freshet.control.events.Event;
import io.freshet.control.events.EventLog;
import io.freshet.control.events.EventRoutes;
import io.freshet.control.events.EventShipper;
import io.freshet.control.events.Events;
import io.freshet.control.events.StreamHappenings;
import io.freshet.control.healing.Bulletin;
import io.freshet.control.healing.HealingRoutes;
import io.freshet.control.healing.NodeHealth;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.hooks.HookSender;
import io.freshet.control.hooks.Outbox;
import io.freshet.control.hooks.WebhookRoutes;
import io.freshet.control.quality.QualityDesk;
import io.freshet.control.quality.QualityRoutes;
import io.freshet.control.quality.Severity;
import io.freshet.control.series.SeriesBook;
import io.freshet.control.series.SeriesRoutes;
import io.freshet.control.series.Sources;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.Shift;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Everything that watches: events, quality, audience, alerts.
///
/// Threading: opened and closed by one thread; what it opens is shared.
final class Observatory implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Observatory.class.getName());

    /// Requests of webhooks at a time, of all hooks together.
    private static final int HOOK_CALLS_MAX = 32;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<ApiRoute> routes = new ArrayList<>();
    private final EventLog log;
    private final EventShipper shipper;
    private final QualityDesk quality;
    private final HookSender sender;
    private final ViewerHappenings viewers;
    private final AudienceBook audience;
    private final AlertDesk alerts;
    private final NodeStatus node;
    /// Publishers and viewers that were refused for what they are, not for lack of room.
    private final LongAdder refusals = new LongAdder();
    private volatile SmtpOptions mail = SmtpOptions.NONE;
    private volatile Supplier<Map<String, Long>> certificates = Map::of;
    private volatile Supplier<List<String>> lostNodes = List::of;
    private volatile Supplier<Map<String, Long>> refusedElsewhere = Map::of;
    private volatile Optional<NodeHealth> health = Optional.empty();
    /// Made for the first request: reading the certificates that it trusts takes a while.
    private @Nullable HookClient client;

    /// What it watches and works with.
    ///
    /// @param folder of the journal
    /// @param random for ids and secrets: not one that others can foresee
    /// @param audit  notes what operators change
    /// @param ids    makes names
    /// @param shift  what of it is this node's to do
    record Surroundings(Database database, Streams streams, NodeStatus node, Clock clock,
            Path folder, SecureRandom random, Audit audit, Ids ids, Shift shift) {
    }

    private Observatory(Surroundings around) throws IOException {
        node = around.node();
        log = EventLog.open(around.folder(), around.clock(), around.random());
        opened.push(log);
        quality = new QualityDesk(log, around.clock());
        StreamHappenings happenings = new StreamHappenings(log, around.clock());
        around.streams().listen(happenings);
        around.streams().listen(quality);
        for (LiveStream stream : around.streams().all()) {
            stream.owner().execute(() -> {
                happenings.adopt(stream);
                quality.opened(stream);
            });
        }
        sender = new HookSender(around.database(), this::client, around.clock(),
                around.shift().onDuty());
        opened.push(sender);
        viewers = new ViewerHappenings(log, around.clock());
        audience = AudienceBook.start(around.streams(), around.database(), around.clock(),
                viewers::tick);
        opened.push(audience);
        shipper = EventShipper.start(new EventShipper.Wiring(log, around.folder(),
                around.database(), around.clock(), EventShipper.Retention.DEFAULT,
                List.of(new Outbox(around.clock(), sender::poke))));
        opened.push(shipper);
        alerts = AlertDesk.start(new AlertDesk.Wiring(around.database(), log, around.clock(),
                facts(around), () -> mail, this::client, around.ids()::next, around.shift()));
        opened.push(alerts);
        SeriesBook series = SeriesBook.start(new Sources(around.streams(), around.clock(),
                this::worst, new Sources.Ages(quality::latencyMs, quality::connectionDelayMs,
                        quality::playlistDelayMs, quality::probedConnectionMs,
                        quality::probedPlaylistMs), () -> loopLagMs(around.node()),
                alerts::firing));
        opened.push(series);
        routes.addAll(new EventRoutes(log, around.database()).all());
        routes.addAll(new HealingRoutes(() -> health, around.audit()).all());
        routes.addAll(new QualityRoutes(quality, around.clock()).all());
        routes.addAll(new SeriesRoutes(series).all());
        routes.addAll(new WebhookRoutes(around.database(), sender, around.audit(), around.clock(),
                around.random()).all());
        routes.addAll(new AudienceRoutes(audience, viewers, around.streams(), around.database(),
                around.clock()).all());
        routes.addAll(new AlertRoutes(alerts, around.database(), around.audit(), around.clock(),
                around.ids()::next).all());
        routes.addAll(new ChannelRoutes(alerts, around.database(), around.audit(),
                around.clock(), around.random()).all());
        log.happened(Event.of("node.started", "version", around.node().version()));
    }

    static Observatory open(Surroundings around) throws IOException {
        return new Observatory(around);
    }

    private synchronized HookClient client() {
        HookClient made = client;
        if (made == null) {
            made = new HookClient("freshet", HOOK_CALLS_MAX,
                    (SSLSocketFactory) SSLSocketFactory.getDefault());
            client = made;
        }
        return made;
    }

    private Facts facts(Surroundings around) {
        return new Facts(around.streams(), (key, badOnly) -> quality.findings(key,
                badOnly ? Severity.BAD : Severity.WARNING),
                () -> refusedByNode(around.shift()),
                () -> diskFree(around.folder()), around.folder().getParent() == null
                        ? "the data folder" : around.folder().getParent().toString(),
                () -> certificates.get(), () -> lostNodes.get(), this::callsForPeople);
    }

    private Map<String, Long> refusedByNode(Shift shift) {
        Map<String, Long> counts = new HashMap<>(refusedElsewhere.get());
        counts.put(shift.isShared() ? shift.node() : "this node", refused());
        return counts;
    }

    /// Publishers and viewers that this node has refused since it started.
    long refused() {
        return node.refusedViewers().stream().mapToLong(NodeStatus.Refused::count).sum()
                + refusals.sum();
    }

    private Map<String, String> callsForPeople() {
        return health.flatMap(NodeHealth::bulletin).map(heard -> heard.nodes().stream()
                .filter(Bulletin.Patient::needsPerson).collect(Collectors.toMap(
                        Bulletin.Patient::node, Bulletin.Patient::call))).orElse(Map.of());
    }

    private static double diskFree(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return (double) store.getUsableSpace() / Math.max(1, store.getTotalSpace());
        } catch (IOException unknown) {
            return -1;
        }
    }

    /// Takes what the node hands over, once it is there.
    void watch(ControlWatch more) {
        certificates = more.certificates();
        lostNodes = more.lostNodes();
        refusedElsewhere = more.refusals();
        viewers.regions(more.regions());
        change(more.mail());
        more.sessions().listen(viewers);
    }

    /// Takes what is done about nodes that viewers cannot use.
    void watch(NodeHealth healing) {
        health = Optional.of(healing);
    }

    /// Goes by these from now on.
    void change(SmtpOptions server) {
        mail = server;
    }

    private String worst(StreamKey key) {
        return quality.worst(key).map(Severity::name).orElse("none").toLowerCase(Locale.ROOT);
    }

    private static double loopLagMs(NodeStatus node) {
        return node.loops().stream().mapToDouble(NodeStatus.LoopState::lagSeconds).max()
                .orElse(0) * 1000;
    }

    /// Takes what happens.
    Events events() {
        return event -> {
            if (event.type().endsWith(".refused")) {
                refusals.increment();
            }
            log.happened(event);
        };
    }

    /// What players send; false if it is no beacon.
    boolean beacon(byte[] body) {
        return quality.beacon(body);
    }

    /// Who says which streams the node should watch itself, and takes what it found.
    QualityDesk quality() {
        return quality;
    }

    /// Everything that it answers.
    List<ApiRoute> routes() {
        return List.copyOf(routes);
    }

    /// What it counts.
    void gather(Families to) {
        WatchFamilies.gather(log, shipper, to);
        WatchFamilies.gather(quality, to);
        WatchFamilies.gather(sender, to);
        WatchFamilies.gather(alerts, to);
    }

    @Override
    public void close() {
        log.happened(Event.of("node.stopping"));
        // The log first, so that the last events are shipped.
        log.close();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                LOG.log(System.Logger.Level.WARNING, "closing failed", failure);
            }
        }
    }
}
