package io.freshet.control;

import io.freshet.control.access.AccessControl;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.BrowserGuard;
import io.freshet.control.api.Gate;
import io.freshet.control.api.Replays;
import io.freshet.control.api.Router;
import io.freshet.control.events.Event;
import io.freshet.control.fleet.FleetRoutes;
import io.freshet.control.healing.NodeHealth;
import io.freshet.control.people.People;
import io.freshet.control.quality.QualityDesk;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.Shift;
import io.freshet.control.store.StoreAwayException;
import io.freshet.control.thumbnails.ThumbnailRoutes;
import io.freshet.control.thumbnails.Thumbnails;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What is behind the port of a control centre: the database, and everything that works on it.
///
/// Threading: opened and closed by one thread that may block; what it opens is shared.
final class ControlParts implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ControlParts.class.getName());

    private static final Duration CHORES_EVERY = Duration.ofMinutes(10);
    /// While the database has not answered yet.
    private static final Duration BEGIN_EVERY = Duration.ofMillis(500);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Ids ids;
    private final People people;
    private final AccessControl access;
    private final Observatory observatory;
    private final List<ApiRoute> api;
    private final Router router;
    private final BrowserGuard guard;
    private final Backups backups;
    private final Thread chores;
    private final Shift shift;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Backups.Schedule schedule;

    /// @param gate of a test, in the place of people's sessions and tokens
    /// @throws IOException if the journal of events cannot be opened
    ControlParts(ControlOptions options, ControlCentre.Surroundings around, Optional<Gate> gate)
            throws IOException {
        Streams streams = around.streams();
        NodeStatus node = around.node();
        Clock clock = around.clock();
        this.shift = around.shift();
        this.database = Database.later(options.database());
        this.backups = new Backups(database);
        this.schedule = options.backups();
        this.chores = Thread.ofVirtual().name("control chores").unstarted(() ->
                chores(options, clock));
        this.ids = new Ids(clock, options.random());
        this.people = new People(database, ids, options.random(), clock,
                options.sessionTimeout());
        this.observatory = Observatory.open(new Observatory.Surroundings(database, streams, node,
                clock, around.dataDir().resolve("events"), options.random(), people.audit(), ids,
                around.shift()));
        List<ApiRoute> routes = new ArrayList<>();
        NodeRoutes here = new NodeRoutes(streams, node, database, observatory::gather);
        routes.addAll(here.all());
        routes.addAll(new FleetRoutes(around.fleet(), here::write, people.audit(), clock).all());
        routes.addAll(new SettingsRoutes(node, people.audit()).all());
        routes.addAll(people.routes());
        routes.addAll(new StreamRoutes(streams, people.audit(), clock).all());
        this.access = around.access();
        routes.addAll(access.routes(people.audit()));
        access.connect(database, observatory.events());
        routes.addAll(observatory.routes());
        routes.addAll(new ThumbnailRoutes(options.pictures().map(decoder ->
                new Thumbnails(streams, clock, decoder))).all());
        List<ApiRoute> console = new ConsoleFiles(node.console(), node).routes();
        this.api = List.copyOf(routes);
        routes.addAll(console);
        InetSocketAddress listen = options.listen().orElseGet(() ->
                InetSocketAddress.createUnresolved("localhost", 0));
        this.guard = new BrowserGuard(listen);
        this.router = new Router(guard,
                gate.orElseGet(people::gate), new Replays(clock, database), routes);
        chores.start();
    }

    /// What is done once as soon as the database is there, and then now and then.
    private void chores(ControlOptions options, Clock clock) {
        boolean begun = false;
        try {
            do {
                try {
                    if (!begun) {
                        begin(options);
                        begun = true;
                    }
                    people.sweep();
                    backups.chore(schedule, shift, clock);
                } catch (StoreAwayException | ApiProblem later) {
                    LOG.log(System.Logger.Level.DEBUG, "chores wait", later);
                }
            } while (!closing.await((begun ? CHORES_EVERY : BEGIN_EVERY).toMillis(),
                    TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(ControlOptions options)
            throws StoreAwayException, ApiProblem, InterruptedException {
        people.begin(options.adminPassword()).ifPresent(password -> options.terminal().accept(
                "  admin    name admin, one-time password " + password
                        + "   (shown once; change it at the first sign-in)"));
    }

    /// Answers requests.
    Router router() {
        return router;
    }

    /// Takes what the node hands over to be watched; once.
    void watch(ControlWatch more) {
        observatory.watch(more);
    }

    /// Takes what is done about nodes that viewers cannot use.
    void watch(NodeHealth healing) {
        observatory.watch(healing);
    }

    /// Goes by these from now on.
    void change(ControlChange next) {
        observatory.change(next.mail());
        schedule = next.backups();
        guard.reach(next.reach());
    }

    /// Publishers and viewers that were refused since the start.
    long refused() {
        return observatory.refused();
    }

    /// Takes what happened around it.
    void happened(Event event) {
        observatory.events().happened(event);
    }

    /// Takes what a player says of how it plays; false if that is no beacon. Never blocks.
    boolean beacon(byte[] body) {
        return observatory.beacon(body);
    }

    /// Who says which streams the node should watch itself, and takes what it found.
    QualityDesk quality() {
        return observatory.quality();
    }

    /// Everything that the API does.
    List<ApiRoute> routes() {
        return api;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            // What is half done would only be undone.
            chores.join(CLOSE_PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        observatory.close();
        people.close();
        access.disconnect();
        database.close();
    }
}
