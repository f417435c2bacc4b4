package io.freshet.server.healing;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.ClusterView;
import io.freshet.cluster.ClusterView.SeenNode;
import io.freshet.cluster.heal.Condition;
import io.freshet.cluster.heal.HealRules;
import io.freshet.cluster.heal.Healing;
import io.freshet.cluster.heal.Look;
import io.freshet.cluster.heal.Move;
import io.freshet.cluster.heal.Standing;
import io.freshet.control.healing.Bulletin;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Looks at all nodes, again and again, while this node has the duty, and has done what follows.
///
/// Threading: a thread of its own, which alone touches the rules; others leave it word.
final class Healer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Healer.class.getName());
    /// The order of an eviction takes a moment until it is seen here.
    private static final long ORDER_SEEN_NS = 10_000_000_000L;

    private final Wiring wiring;
    private final Rounds rounds;
    private final Healing healing;
    private final Map<String, NodeRecord> records = new HashMap<>();
    private final Map<String, String> whys = new HashMap<>();
    private final BlockingQueue<Runnable> word = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /// What it works with.
    ///
    /// @param self  id of this node
    /// @param every how often each node is looked at
    /// @param doing does what the rules want
    /// @param told  hears of every step, and how all are
    record Wiring(String self, Duration every, Cluster cluster, Clock clock, Doing doing,
            Told told) {
    }

    /// Hears how it goes.
    interface Told {

        /// A node's condition has changed.
        void step(Move.Step step);

        /// Most nodes fail at once.
        void doubt(Move.Doubt doubt);

        /// A node is not well for too long.
        void lasting(Move.Lasting lasting);

        /// How all are.
        void bulletin(Bulletin bulletin);
    }

    /// @param before what the one knew who looked before this node
    Healer(Wiring wiring, Rounds rounds, HealRules rules, Optional<Bulletin> before) {
        this.wiring = wiring;
        this.rounds = rounds;
        this.healing = new Healing(rules);
        this.thread = Thread.ofVirtual().name("healing").unstarted(() -> run(before));
        thread.start();
    }

    private void run(Optional<Bulletin> before) {
        try {
            refresh(wiring.cluster.view());
            act(healing.adopt(standings(before), nowNs()));
            while (!closed) {
                long nextNs = nowNs() + wiring.every.toNanos();
                attempt();
                listen(nextNs);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            round();
        } catch (RuntimeException ours) {
            // The next round may be better; without rounds nobody looks after nodes.
            LOG.log(System.Logger.Level.ERROR, "nodes cannot be looked at", ours);
        }
    }

    /// Does what others have left word of, at least what is there, until the next round.
    private void listen(long untilNs) throws InterruptedException {
        Runnable said = word.poll();
        while (!closed && (said != null || nowNs() < untilNs)) {
            if (said != null) {
                said.run();
            }
            // A round of nodes that do not answer may take longer than it should.
            said = word.poll(Math.max(0, untilNs - nowNs()), TimeUnit.NANOSECONDS);
        }
    }

    private long nowNs() {
        return wiring.clock.monotonicNs();
    }

    private List<Standing> standings(Optional<Bulletin> before) {
        long wallMs = wiring.clock.wallMs();
        Map<String, Standing> known = new HashMap<>();
        before.ifPresent(heard -> heard.nodes().forEach(each -> {
            if (!each.condition().equals("healthy") || each.failures() > 0
                    || each.unwellMs() > 0) {
                known.put(each.node(), new Standing(each.node(),
                        Condition.valueOf(each.condition().toUpperCase(Locale.ROOT)
                                .replace('-', '_')), each.failures(), each.evicted(), each.why(),
                        Math.max(0, wallMs - each.sinceMs()) * 1_000_000, each.unwellMs() == 0
                                ? 0 : Math.max(1, wallMs - each.unwellMs()) * 1_000_000,
                        each.lasting()));
            }
        }));
        // Nobody has to have heard anything: the order itself says who is out.
        for (SeenNode node : wiring.cluster.view().nodes()) {
            if (isOurs(node)) {
                known.putIfAbsent(node.record().id(), new Standing(node.record().id(),
                        Condition.EVICTED, 1, true, "was evicted before", 0, 0, false));
            }
        }
        return List.copyOf(known.values());
    }

    private static boolean isOurs(SeenNode node) {
        return node.order().filter(order -> order.wanted() == NodeState.EVICTED
                && order.by().equals(Doing.BY)).isPresent();
    }

    /// Those that should serve, and those that we have taken out.
    private Set<String> refresh(ClusterView view) {
        Set<String> expected = new HashSet<>();
        records.clear();
        for (SeenNode node : view.nodes()) {
            NodeRecord record = node.record();
            boolean serves = record.state() == NodeState.READY || isOurs(node);
            if (serves && !record.address("relay").isEmpty()) {
                expected.add(record.id());
                records.put(record.id(), record);
            }
        }
        return expected;
    }

    private void round() throws InterruptedException {
        ClusterView view = wiring.cluster.view();
        Set<String> expected = refresh(view);
        // What has been evicted stays ours until the order is seen.
        List<Standing> standings = healing.standings(nowNs());
        for (Standing each : standings) {
            if (each.evicted() && each.forNs() < ORDER_SEEN_NS) {
                expected.add(each.node());
            }
        }
        List<Look> looks = rounds.look(List.copyOf(records.values()), view, bad(standings));
        act(healing.round(expected, looks, nowNs()));
        for (SeenNode node : view.nodes()) {
            standings.stream().filter(each -> each.node().equals(node.record().id())
                    && each.evicted() && each.condition() != Condition.EVICTED
                    && each.forNs() > ORDER_SEEN_NS && !isOurs(node)).forEach(each ->
                    act(healing.resumed(each.node(), nowNs())));
        }
        tell();
    }

    private static Set<String> bad(List<Standing> standings) {
        Set<String> bad = new HashSet<>();
        standings.stream().filter(each -> each.condition() != Condition.HEALTHY)
                .forEach(each -> bad.add(each.node()));
        return bad;
    }

    /// A person wants a node tried again.
    void reset(String node, String by) {
        word.add(() -> {
            act(healing.reset(node, by, nowNs()));
            tell();
        });
    }

    private void act(List<Move> moves) {
        for (Move move : moves) {
            switch (move) {
                case Move.Step step -> {
                    LOG.log(System.Logger.Level.WARNING, () -> "healing node=" + step.node()
                            + " from=" + step.from() + " to=" + step.to() + " failures="
                            + step.failures() + " why=" + step.why());
                    whys.put(step.node(), step.why());
                    wiring.told.step(step);
                }
                case Move.Doubt doubt -> {
                    LOG.log(System.Logger.Level.WARNING, () -> "healing doubts failing="
                            + doubt.failing() + " of=" + doubt.of());
                    wiring.told.doubt(doubt);
                }
                case Move.Lasting lasting -> {
                    LOG.log(System.Logger.Level.WARNING, () -> "healing lasts node="
                            + lasting.node() + " is=" + lasting.condition() + " why="
                            + lasting.why());
                    wiring.told.lasting(lasting);
                }
                case Move.Restart(String node, long task, var troubles) ->
                        begin(node, task, record -> wiring.doing.restart(record, troubles));
                case Move.Evict(String node, long task, String why) ->
                        begin(node, task, record -> wiring.doing.evict(record, why));
                case Move.Reprovision(String node, long task) -> {
                    String why = whys.getOrDefault(node, "");
                    begin(node, task, record -> wiring.doing.reprovision(record, why));
                }
                case Move.Try(String node, long task) ->
                        begin(node, task, wiring.doing::trial);
                case Move.Resume(String node, long task) ->
                        begin(node, task, wiring.doing::resume);
            }
        }
    }

    /// Something that is done to a node.
    private interface Deed {
        Optional<String> on(NodeRecord node) throws InterruptedException;
    }

    private void begin(String node, long task, Deed deed) {
        NodeRecord record = records.get(node);
        Thread.ofVirtual().name("healing-" + node).start(() -> {
            Optional<String> wrong;
            try {
                wrong = record == null ? Optional.of("the node has gone") : deed.on(record);
            } catch (InterruptedException over) {
                wrong = Optional.of("interrupted");
            } catch (RuntimeException ours) {
                LOG.log(System.Logger.Level.ERROR, "healing " + node, ours);
                wrong = Optional.of(ours.toString());
            }
            Optional<String> came = wrong;
            word.add(() -> {
                act(healing.did(node, task, came.isEmpty(), came.orElse(""), nowNs()));
                tell();
            });
        });
    }

    private void tell() {
        long nowNs = nowNs();
        long wallMs = wiring.clock.wallMs();
        List<Bulletin.Patient> patients = new ArrayList<>();
        for (Standing each : healing.standings(nowNs)) {
            patients.add(new Bulletin.Patient(each.node(), name(each.condition()),
                    each.failures(), each.evicted(), each.why(),
                    wallMs - each.forNs() / 1_000_000, each.unwellNs() == 0 ? 0
                            : wallMs - each.unwellNs() / 1_000_000, each.lasting()));
        }
        wiring.told.bulletin(new Bulletin(wiring.self, wallMs, healing.isDoubting(), patients));
    }

    /// As people read it.
    static String name(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
