package io.freshet.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterOptions.Shape;
import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.Leading.Loss;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeState;
import io.freshet.media.StreamKey;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many seeds, each a minute and more of a cluster's bad day.
///
/// `scripts/simulate SEEDS [FIRST]` runs more of them; a seed that fails is printed, and
/// `scripts/simulate 1 SEED` plays it again.
final class SimulationTest {

    private static final int NODES = 12;
    private static final int STREAMS = 200;
    private static final long TROUBLE = 28 * World.SECOND;
    private static final long END = 60 * World.SECOND;

    @Test
    void whateverFailsReadersFollowOneLeaderAndStreamsComeBack() {
        long first = Long.getLong("sim.first", 1);
        int seeds = Integer.getInteger("sim.seeds", 300);
        LongStream.range(first, first + seeds).parallel().forEach(seed -> {
            try {
                run(new World(seed, NODES, STREAMS));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": scripts/simulate 1 " + seed
                        + " plays it again", broken);
            }
        });
        assertThat(seeds).isPositive();
    }

    /// In every shape, with so few children a node that there are tiers.
    @Test
    void inEveryTopologyThreeRegionsGetOneCopyEachByShortWays() {
        int seeds = Integer.getInteger("sim.shape-seeds", 24);
        for (Shape shape : Shape.values()) {
            LongStream.rangeClosed(1, seeds).parallel().forEach(seed -> {
                try {
                    run(new World(seed, 18, 40, new TreeOptions(shape, 2, 4)));
                } catch (AssertionError | RuntimeException broken) {
                    throw new AssertionError(shape + " seed " + seed, broken);
                }
            });
        }
    }

    private static void run(World world) {
        Trouble trouble = new Trouble(world);
        for (StreamKey key : world.streams) {
            int viewed = 1 + world.random.nextInt(4);
            for (int i = 0; i < viewed; i++) {
                trouble.viewerSoon(key, 8 * World.SECOND);
            }
        }
        trouble.plan(TROUBLE);
        world.run(TROUBLE);
        trouble.heal();
        world.run(END);
        world.invariants.settled();
    }

    /// What goes wrong, and when.
    private static final class Trouble {

        private final World world;
        private final Random random;

        Trouble(World world) {
            this.world = world;
            this.random = world.random;
        }

        void viewerSoon(StreamKey key, long within) {
            SimNode node = world.anyNode();
            world.at(world.nextLong(within), () -> viewer(node, key));
        }

        /// Asks some node, and goes where that one says.
        private void viewer(SimNode asked, StreamKey key) {
            (asked.isRunning() ? asked.route(key) : Optional.<SimNode>empty())
                    .filter(SimNode::isRunning).ifPresentOrElse(
                            edge -> edge.carrying.watch(key, true),
                            () -> world.at(World.SECOND, () -> viewer(world.anyNode(), key)));
        }

        void plan(long until) {
            world.loss(random.nextInt(3) == 0 ? 0.05 : 0.001);
            int faults = 2 + random.nextInt(5);
            for (int i = 0; i < faults; i++) {
                long when = 10 * World.SECOND + world.nextLong(until - 12 * World.SECOND);
                world.at(when, this::strike);
            }
            for (int i = 0; i < 100; i++) {
                StreamKey key = world.streams.get(random.nextInt(world.streams.size()));
                SimNode node = world.anyNode();
                boolean comes = random.nextBoolean();
                world.at(world.nextLong(until), () -> node.carrying.watch(key, comes));
            }
            for (int i = 0; i < 30; i++) {
                StreamKey key = world.streams.get(random.nextInt(world.streams.size()));
                world.at(world.nextLong(until), () -> publisherFreezes(key));
            }
        }

        /// All who stand by see that the leader's sends nothing while their own go on.
        private void publisherFreezes(StreamKey key) {
            for (SimNode node : world.nodes) {
                int life = node.life();
                world.at(world.delay(), () -> node.run(life, () -> node.execute(
                        node.leadership.lost(key, Loss.FROZEN, world.now()))));
            }
        }

        private void strike() {
            SimNode victim = world.anyNode();
            long lasts = World.SECOND / 2 + world.nextLong(12 * World.SECOND);
            switch (random.nextInt(8)) {
                case 0 -> {
                    victim.kill();
                    world.at(lasts, () -> reboot(victim));
                }
                case 1 -> {
                    victim.freeze(true);
                    world.at(lasts, () -> victim.freeze(false));
                }
                case 2 -> {
                    victim.side = 1 + random.nextInt(3);
                    world.at(lasts, () -> victim.side = 0);
                }
                case 3 -> {
                    // Cut off from everything: nodes and engine.
                    victim.side = 1 + random.nextInt(3);
                    cutOff(victim, true);
                    world.at(lasts, () -> {
                        victim.side = 0;
                        cutOff(victim, false);
                    });
                }
                case 4 -> {
                    world.engine.away(true);
                    world.at(lasts, () -> world.engine.away(false));
                }
                case 5, 6 -> {
                    NodeState wanted = random.nextInt(3) == 0 ? NodeState.EVICTED
                            : NodeState.DRAINING;
                    world.engine.order(new NodeOrder(victim.id(), wanted, "sim", "", 0));
                    world.at(lasts, () -> resume(victim));
                }
                default -> {
                    int side = 1 + random.nextInt(3);
                    String region = victim.region();
                    world.nodes.stream().filter(node -> node.region().equals(region))
                            .forEach(node -> node.side = side);
                    world.at(lasts, () -> world.nodes.forEach(node -> node.side = 0));
                }
            }
        }

        private void cutOff(SimNode node, boolean now) {
            node.cutOff = now;
            world.engine.linkChanged(node);
        }

        private void resume(SimNode node) {
            world.engine.order(new NodeOrder(node.id(), NodeState.READY, "sim", "", 0));
        }

        private void reboot(SimNode node) {
            if (node.isDead()) {
                node.boot();
            }
        }

        void heal() {
            world.loss(0);
            for (SimNode node : world.nodes) {
                resume(node);
                node.side = 0;
                node.freeze(false);
                if (node.cutOff) {
                    cutOff(node, false);
                }
                reboot(node);
            }
            if (world.engine.isAway()) {
                world.engine.away(false);
            }
        }
    }
}
