package io.freshet.cluster.sim;

import io.freshet.cluster.Leading.Claimed;
import io.freshet.cluster.lead.Command;
import io.freshet.cluster.lead.Judgement;
import io.freshet.cluster.lead.Leadership;
import io.freshet.cluster.lead.Publication;
import io.freshet.cluster.members.Membership;
import io.freshet.cluster.route.Router;
import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.media.StreamKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One node: the real rules, and what carries them here.
///
/// Threading: confined to the test.
final class SimNode {

    final World world;
    NodeRecord record;
    int side;
    boolean cutOff;
    long lastTold;
    int viewers;
    Membership members;
    Leadership leadership;
    Carrying carrying;
    private final long skewMs;
    private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
    private final Map<StreamKey, Held<StreamEntry>> directory = new LinkedHashMap<>();
    private final Map<StreamKey, Set<Encoder>> publishers = new HashMap<>();
    private int life;
    private boolean dead;
    private boolean frozen;
    private long beats;
    private final Router router = new Router();

    SimNode(World world, NodeRecord record) {
        this.world = world;
        this.record = record;
        this.skewMs = world.random.nextInt(20) == 0 ? 3_600_000 : world.random.nextInt(500) - 250;
        reset();
    }

    private void reset() {
        members = new Membership(id(), 3 * World.SECOND, 5 * World.SECOND);
        leadership = new Leadership(id(), new Judgement() {
            @Override
            public boolean isGone(String node) {
                return members.isGone(node);
            }

            @Override
            public boolean hasLeft(String node) {
                return members.hasLeft(node);
            }

            @Override
            public NodeState state(String node) {
                return members.state(node);
            }
        });
        carrying = new Carrying(world, this);
        directory.clear();
        publishers.clear();
        mailbox.clear();
        viewers = 0;
        lastTold = 0;
    }

    String id() {
        return record.id();
    }

    String region() {
        return record.place().region();
    }

    int life() {
        return life;
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isRunning() {
        return !dead && !frozen;
    }

    void boot() {
        int mine = ++life;
        dead = false;
        record = new NodeRecord(id(), life, record.roles(), record.place(), record.addresses(),
                record.capacity(), record.version(), record.state());
        world.nodes.forEach(other -> members.record(other.record, world.now()));
        world.engine.linkChanged(this);
        world.at(world.nextLong(250 * World.MS), () -> tick(mine, 0));
    }

    void kill() {
        if (!dead) {
            life++;
            dead = true;
            frozen = false;
            reset();
        }
    }

    void freeze(boolean now) {
        if (dead || frozen == now) {
            return;
        }
        frozen = now;
        while (!frozen && !mailbox.isEmpty()) {
            mailbox.poll().run();
        }
    }

    /// What comes in while it is stopped waits.
    void run(int of, Runnable what) {
        if (of != life || dead) {
            return;
        }
        if (frozen) {
            mailbox.add(() -> run(of, what));
        } else {
            what.run();
        }
    }

    private void tick(int mine, int count) {
        if (mine != life) {
            return;
        }
        run(mine, () -> {
            if (count % 4 == 0) {
                world.engine.beat(this, new Heartbeat(id(), record.start(), ++beats, wallMs(),
                        new NodeLoad(10, 0, viewers, 0, 0, 0)));
            }
            members.tick(world.now());
            execute(leadership.tick(world.now()));
            carrying.tick(count % 16 == 0);
        });
        world.at(250 * World.MS, () -> tick(mine, count + 1));
    }

    long wallMs() {
        return world.now() / World.MS + skewMs;
    }

    void heard(Heartbeat beat) {
        // In the real node the record comes by a table of its own.
        members.record(world.node(beat.node()).record, world.now());
        members.heard(beat, world.now(), wallMs());
    }

    void link(boolean now) {
        members.engine(now, world.now());
        execute(leadership.engine(now, world.now()));
    }

    /// What is wanted of a node was seen here; an order that wants it ready is none.
    void order(NodeOrder order) {
        if (order.wanted() == NodeState.READY) {
            members.noOrder(order.node());
        } else {
            members.order(order);
        }
        if (order.node().equals(id())) {
            record = record.in(order.wanted());
            if (order.wanted() == NodeState.EVICTED) {
                carrying.leaveAll();
            }
        }
        execute(leadership.tick(world.now()));
        carrying.tick(true);
    }

    /// Where a viewer who asks here is sent; empty if nobody takes it.
    Optional<SimNode> route(StreamKey key) {
        return router.route(key.toString(), region(), members.all(), _ -> true).stream()
                .findFirst().map(best -> {
                    world.invariants.sent(this, world.node(best.id()), "a viewer");
                    return world.node(best.id());
                });
    }

    void entry(StreamKey key, Optional<Held<StreamEntry>> held) {
        held.ifPresentOrElse(some -> directory.put(key, some), () -> directory.remove(key));
        execute(leadership.entry(key, held, world.now()));
        carrying.changed(key);
    }

    Optional<Held<StreamEntry>> directory(StreamKey key) {
        return Optional.ofNullable(directory.get(key));
    }

    /// @return whether it takes the encoder
    boolean publish(Encoder encoder, String session) {
        if (!members.state(id()).takesNew()) {
            return false;
        }
        publishers.computeIfAbsent(encoder.key, _ -> new LinkedHashSet<>()).add(encoder);
        execute(leadership.claim(encoder.key, new Publication(session,
                wallMs() + members.clockOffsetMs()), directory(encoder.key), world.now()));
        return true;
    }

    void unpublish(Encoder encoder) {
        Set<Encoder> all = publishers.getOrDefault(encoder.key, Set.of());
        if (all.remove(encoder) && all.isEmpty()) {
            publishers.remove(encoder.key);
            boolean led = leadership.leads(encoder.key).isPresent();
            execute(leadership.ended(encoder.key, world.now()));
            if (led) {
                carrying.stepDown(encoder.key);
            }
        }
    }

    boolean publishes(StreamKey key) {
        return publishers.containsKey(key);
    }

    void execute(List<Command> commands) {
        for (Command command : commands) {
            world.invariants.touched(command.key());
            world.trace(command.key(), () -> id() + " " + command);
            switch (command) {
                case Command.Write(var key, var entry, long expected) ->
                        world.engine.write(this, key, entry, expected, written -> execute(
                                leadership.written(key, entry, written, world.now())));
                case Command.Answer(var key, var claimed) -> {
                    if (claimed instanceof Claimed.Leads(
                            long token, var _)) {
                        lead(key, token);
                    }
                }
                case Command.Lead(var key, long token, var _) -> lead(key, token);
                case Command.StepDown(var key, long _, String _) -> carrying.stepDown(key);
            }
        }
    }

    private void lead(StreamKey key, long token) {
        world.invariants.leads(key, token, this);
        carrying.lead(key);
    }
}
