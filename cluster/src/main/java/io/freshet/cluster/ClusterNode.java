package io.freshet.cluster;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.cluster.ClusterView.SeenNode;
import io.freshet.cluster.ClusterView.SeenStream;
import io.freshet.cluster.lead.Command;
import io.freshet.cluster.members.Membership;
import io.freshet.coordination.BadRecordException;
import io.freshet.coordination.Engine;
import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Table;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Table.Watcher;
import io.freshet.coordination.Voice;
import io.freshet.coordination.Written;
import io.freshet.media.Bytes;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Carries what the engine tells into the rules, and what the rules want out to the engine.
///
/// Threading: shared; the rules are guarded by `lock`, which is never held while somebody is told
/// something: what is told goes through `voice`.
final class ClusterNode implements Cluster {

    /// Often enough for judgements of 3 s; a heartbeat goes with every fourth.
    private static final long TICK_MS = 250;
    private static final int TICKS_PER_BEAT = 4;
    private static final int TICKS_PER_SEARCH = 8;

    final Object lock = new Object();
    final Clock clock;
    final Engine engine;
    final Membership members;
    final Streaming streaming;
    private final Guide guide;
    private final Rota rota;
    private final Housekeeping housekeeping;
    private final Supplier<NodeLoad> load;
    private final ClusterEvents events;
    private final Voice voice = new Voice(task ->
            Thread.ofVirtual().name("cluster-events").start(task));
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Thread ticker;
    private NodeRecord self;
    private NodeState own;
    private boolean drained;
    private boolean recordUnderWay;
    private long beats;
    private volatile boolean closed;
    /// Of its own memory, as it told the others last.
    volatile boolean hasRoom = true;

    private ClusterNode(ClusterOptions options, Engine engine, Clock clock,
            Supplier<NodeLoad> load, ClusterEvents events) {
        this.self = options.self();
        this.own = self.state();
        this.engine = engine;
        this.clock = clock;
        this.load = load;
        this.events = events;
        this.members = new Membership(self.id(), options.suspectAfter().toNanos(),
                options.grace().toNanos());
        this.streaming = new Streaming(this, options);
        this.guide = new Guide(this, options);
        this.rota = new Rota(this, self.id(), streaming.judgement);
        this.housekeeping = new Housekeeping(this);
        this.ticker = Thread.ofVirtual().name("cluster-tick").unstarted(this::run);
    }

    static Cluster open(ClusterOptions options, Engine engine, Clock clock,
            Supplier<NodeLoad> load, ClusterEvents events) {
        ClusterNode node = new ClusterNode(options, engine, clock, load, events);
        node.subscribe();
        node.ticker.start();
        return node;
    }

    private void subscribe() {
        subscriptions.add(engine.nodes().watch(new NodeWatcher()));
        subscriptions.add(engine.orders().watch(new OrderWatcher()));
        subscriptions.add(engine.directory().watch(new StreamWatcher()));
        subscriptions.add(engine.leases().watch(rota));
        subscriptions.add(engine.bus().subscribe(Heartbeat.SUBJECTS, (_, bytes) -> heard(bytes)));
        // Last: when it says that the engine is here, the copies are known.
        subscriptions.add(engine.listen(this::link));
        subscriptions.add(rota.want("housekeeping", housekeeping));
    }

    private void run() {
        try {
            for (int tick = 0; !closed; tick++) {
                TimeUnit.MILLISECONDS.sleep(TICK_MS);
                if (tick % TICKS_PER_BEAT == 0) {
                    beat();
                }
                tick(tick % TICKS_PER_SEARCH == 0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        Heartbeat beat;
        NodeLoad now = load.get();
        hasRoom = now.hasRoom();
        synchronized (lock) {
            beat = new Heartbeat(self.id(), self.start(), ++beats, clock.wallMs(), now);
        }
        engine.bus().publish(beat.subject(), beat.bytes());
    }

    private void tick(boolean search) {
        synchronized (lock) {
            long now = clock.monotonicNs();
            List<Happening> said = members.tick(now);
            happened(said);
            execute(streaming.leadership.tick(now));
            streaming.tick(now);
            rota.tick();
            housekeeping.tick(now);
            if (search || !said.isEmpty()) {
                streaming.search(now);
            }
            register();
        }
    }

    /// The record should say what we are; it is written whenever it does not.
    private void register() {
        Optional<Held<NodeRecord>> there = engine.nodes().find(self.id());
        if (recordUnderWay || closed || !engine.isHere()
                || there.map(Held::value).equals(Optional.of(self))) {
            return;
        }
        recordUnderWay = true;
        var _ = engine.nodes().write(self.id(), self, there.map(Held::revision).orElse(0L))
                .thenAccept(_ -> {
                    synchronized (lock) {
                        recordUnderWay = false;
                    }
                });
    }

    private void link(boolean here) {
        synchronized (lock) {
            long now = clock.monotonicNs();
            members.engine(here, now);
            happened(List.of(new Happening.EngineLink(here)));
            execute(streaming.leadership.engine(here, now));
            register();
        }
    }

    private void heard(Bytes bytes) {
        Heartbeat beat;
        try {
            beat = Heartbeat.parse(bytes);
        } catch (BadRecordException _) {
            // Of a version that is not known here; its silence will show.
            return;
        }
        synchronized (lock) {
            happened(members.heard(beat, clock.monotonicNs(), clock.wallMs()));
        }
    }

    private void happened(List<Happening> said) {
        said.forEach(each -> tell(() -> events.happened(each)));
    }

    /// Tells the node something, after what was told before.
    void tell(Runnable telling) {
        voice.execute(telling);
    }

    ClusterEvents events() {
        return events;
    }

    NodeRecord self() {
        return self;
    }

    /// Does what the rules want; `lock` is held.
    void execute(List<Command> commands) {
        for (Command command : commands) {
            switch (command) {
                case Command.Write write -> write(write);
                case Command.Answer(var key, var claimed) -> streaming.answer(key, claimed);
                case Command.Lead(var key, long token, var above) -> {
                    streaming.leads(key);
                    tell(() -> events.lead(key, token, above));
                }
                case Command.StepDown(var key, long token, String leader) -> {
                    streaming.leaves(key);
                    tell(() -> events.stepDown(key, token, leader));
                }
            }
        }
    }

    private void write(Command.Write write) {
        var _ = engine.directory().write(write.key(), write.entry(), write.expected())
                .thenAccept(written -> answered(write, written));
    }

    private void answered(Command.Write write, Written<StreamEntry> written) {
        synchronized (lock) {
            execute(streaming.leadership.written(write.key(), write.entry(), written,
                    clock.monotonicNs()));
        }
    }

    @Override
    public Leading leading() {
        return streaming;
    }

    @Override
    public Relays relays() {
        return streaming.relays;
    }

    @Override
    public Routing routing() {
        return guide;
    }

    @Override
    public Subscription duty(String name, DutyHolder holder) {
        return rota.want(name, holder);
    }

    @Override
    public long wallMs() {
        synchronized (lock) {
            return clock.wallMs() + members.clockOffsetMs();
        }
    }

    @Override
    public ClusterView view() {
        Map<StreamKey, SeenStream> streams = new HashMap<>();
        engine.directory().all().forEach((key, held) -> streams.put(key, new SeenStream(
                held.value(), held.value().tokenAt(held.revision()), held.revision())));
        synchronized (lock) {
            long now = clock.monotonicNs();
            List<SeenNode> nodes = members.all().stream().map(member -> new SeenNode(
                    member.record(), member.health(), millis(members.silenceNs(member.id(), now)),
                    members.clockOffsetMs(member.id()), member.load(),
                    engine.orders().find(member.id()).map(Held::value))).toList();
            return new ClusterView(engine.isHere(), members.clockOffsetMs(), nodes, streams);
        }
    }

    private static long millis(long ns) {
        return ns < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(ns);
    }

    @Override
    public void state(NodeState state) {
        synchronized (lock) {
            own = state;
            obey();
        }
    }

    @Override
    public void drained() {
        synchronized (lock) {
            drained = true;
            obey();
        }
    }

    /// The worse of what this node says and what is wanted of it; `lock` is held.
    private void obey() {
        NodeState wanted = engine.orders().find(self.id()).map(held -> held.value().wanted())
                .orElse(NodeState.READY);
        NodeState asked = own.worse(wanted);
        drained &= asked == NodeState.DRAINING;
        NodeState now = drained ? NodeState.DRAINED : asked;
        if (now != self.state()) {
            self = self.in(now);
            members.record(self, clock.monotonicNs());
            if (now == NodeState.EVICTED) {
                streaming.leaveAll();
            }
            tell(() -> events.state(now));
            register();
        }
    }

    @Override
    public CompletionStage<Written<NodeOrder>> order(NodeOrder order) {
        Optional<Held<NodeOrder>> there = engine.orders().find(order.node());
        if (order.wanted() != NodeState.READY) {
            return engine.orders().write(order.node(), order,
                    there.map(Held::revision).orElse(Table.ABSENT));
        }
        return there.map(held -> engine.orders().remove(order.node(), held.revision()))
                .orElseGet(() -> CompletableFuture.completedStage(new Written.Done<>(0)));
    }

    @Override
    public void close() {
        synchronized (lock) {
            self = self.in(NodeState.STOPPED);
            recordUnderWay = false;
            register();
            closed = true;
        }
        ticker.interrupt();
        subscriptions.forEach(Subscription::close);
    }

    private final class NodeWatcher implements Watcher<String, NodeRecord> {

        @Override
        public void changed(String id, Held<NodeRecord> held) {
            synchronized (lock) {
                members.record(held.value(), clock.monotonicNs());
                streaming.search(clock.monotonicNs());
            }
        }

        @Override
        public void gone(String id) {
            synchronized (lock) {
                members.forget(id);
            }
        }
    }

    private final class OrderWatcher implements Watcher<String, NodeOrder> {

        @Override
        public void changed(String id, Held<NodeOrder> held) {
            synchronized (lock) {
                members.order(held.value());
                seen();
            }
        }

        @Override
        public void gone(String id) {
            synchronized (lock) {
                members.noOrder(id);
                seen();
            }
        }

        private void seen() {
            long now = clock.monotonicNs();
            obey();
            execute(streaming.leadership.tick(now));
            rota.tick();
            streaming.search(now);
        }
    }

    private final class StreamWatcher implements Watcher<StreamKey, StreamEntry> {

        @Override
        public void changed(StreamKey key, Held<StreamEntry> held) {
            entry(key, Optional.of(held));
        }

        @Override
        public void gone(StreamKey key) {
            entry(key, Optional.empty());
        }

        private void entry(StreamKey key, Optional<Held<StreamEntry>> held) {
            synchronized (lock) {
                execute(streaming.leadership.entry(key, held, clock.monotonicNs()));
                streaming.entry(key);
            }
        }
    }
}
