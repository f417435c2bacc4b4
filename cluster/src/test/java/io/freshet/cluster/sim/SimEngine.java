package io.freshet.cluster.sim;

import io.freshet.coordination.Heartbeat;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Written;
import io.freshet.media.StreamKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The coordination engine: one truth, told late, in order; away now and then.
///
/// Threading: confined to the test.
final class SimEngine {

    private final World world;
    private final Map<StreamKey, Held<StreamEntry>> entries = new LinkedHashMap<>();
    private final Map<String, NodeOrder> orders = new LinkedHashMap<>();
    /// Those who hear of every change: they have been told all there was.
    private final Set<SimNode> following = new LinkedHashSet<>();
    private long revision;
    private boolean away;

    SimEngine(World world) {
        this.world = world;
    }

    Map<StreamKey, Held<StreamEntry>> entries() {
        return entries;
    }

    boolean isAway() {
        return away;
    }

    private boolean reaches(SimNode node) {
        return !away && !node.cutOff && !node.isDead();
    }

    /// All lose it, or have it again.
    void away(boolean now) {
        away = now;
        world.nodes.forEach(this::linkChanged);
    }

    /// A node's link may be another than it was: it finds out after a while.
    void linkChanged(SimNode node) {
        int life = node.life();
        world.at(world.nextLong(2 * World.SECOND), () -> {
            if (node.life() != life) {
                return;
            }
            boolean here = reaches(node);
            following.remove(node);
            if (here) {
                following.add(node);
                orders.values().forEach(order -> deliver(node, life, () -> node.order(order)));
                entries.forEach((key, held) -> deliver(node, life,
                        () -> node.entry(key, Optional.of(held))));
            }
            deliver(node, life, () -> node.link(here));
        });
    }

    /// Somebody wants something of a node, which hears of it like all others.
    void order(NodeOrder order) {
        orders.put(order.node(), order);
        for (SimNode node : world.nodes) {
            if (!reaches(node)) {
                following.remove(node);
            } else if (following.contains(node)) {
                deliver(node, node.life(), () -> node.order(order));
            }
        }
    }

    /// In order, after what was told that node before.
    private void deliver(SimNode node, int life, Runnable what) {
        long at = Math.max(node.lastTold + 1, world.now() + world.delay());
        node.lastTold = at;
        world.at(at - world.now(), () -> node.run(life, what));
    }

    void write(SimNode node, StreamKey key, StreamEntry entry, long expected,
            Consumer<Written<StreamEntry>> answer) {
        int life = node.life();
        Consumer<Written<StreamEntry>> back = written -> deliver(node, life,
                () -> answer.accept(written));
        world.at(world.delay(), () -> {
            if (!reaches(node)) {
                world.at(2 * World.SECOND, () -> back.accept(new Written.Away<>("cut")));
                return;
            }
            Written<StreamEntry> written = apply(key, entry, expected);
            if (world.loses() || world.random.nextInt(200) == 0) {
                // Done, and nobody hears of it.
                world.at(2 * World.SECOND, () -> back.accept(new Written.Away<>("lost")));
            } else {
                back.accept(written);
            }
        });
    }

    private Written<StreamEntry> apply(StreamKey key, StreamEntry entry, long expected) {
        Held<StreamEntry> now = entries.get(key);
        if ((now == null ? 0 : now.revision()) != expected) {
            return new Written.Outrun<>(Optional.ofNullable(now));
        }
        Held<StreamEntry> held = new Held<>(entry, ++revision);
        world.invariants.grows(key, now, held);
        entries.put(key, held);
        for (SimNode other : world.nodes) {
            if (!reaches(other)) {
                following.remove(other);
            } else if (following.contains(other)) {
                deliver(other, other.life(), () -> other.entry(key, Optional.of(held)));
            }
        }
        return new Written.Done<>(held.revision());
    }

    /// On the bus: may be lost, doubled and overtaken.
    void beat(SimNode from, Heartbeat beat) {
        if (!reaches(from)) {
            return;
        }
        for (SimNode to : world.nodes) {
            int copies = world.loses() ? 0 : world.random.nextInt(100) == 0 ? 2 : 1;
            for (int i = 0; i < copies && reaches(to); i++) {
                int life = to.life();
                world.at(world.delay(), () -> {
                    if (reaches(to)) {
                        to.run(life, () -> to.heard(beat));
                    }
                });
            }
        }
    }
}
