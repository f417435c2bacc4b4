package io.freshet.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.heal.Condition;
import io.freshet.cluster.heal.HealRules;
import io.freshet.cluster.heal.Healing;
import io.freshet.cluster.heal.Look;
import io.freshet.cluster.heal.Move;
import io.freshet.cluster.heal.Standing;
import io.freshet.cluster.heal.Trouble;
import io.freshet.cluster.heal.Trouble.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many seeds, each an hour of nodes that die, hang and come back while one looks after them, who
/// is blind at times and is replaced by another one.
///
/// A seed that fails is printed and plays again.
final class HealingSimulationTest {

    private static final long SECOND = World.SECOND;
    private static final int NODES = 12;
    private static final int OUT_MAX = 3;
    private static final long TROUBLE = 2_400 * SECOND;
    private static final long END = 3_600 * SECOND;

    @Test
    void neverTooManyAreOutAndInTheEndEachIsWellOrAPersonIsCalled() {
        long first = Long.getLong("sim.first", 1);
        int seeds = Integer.getInteger("sim.seeds", 300);
        LongStream.range(first, first + seeds).parallel().forEach(seed -> {
            try {
                new Day(seed).run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        });
        assertThat(seeds).isPositive();
    }

    /// What is wrong with a node.
    private enum Ill { NOTHING, WEDGED, DEAD, BEYOND_HELP }

    /// Something that will be known.
    private record Outcome(long atNs, long sequence, String node, long task, boolean good)
            implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /// One seed's.
    ///
    /// Threading: confined to its run.
    private static final class Day {

        private static final List<Ill> ALL = List.of(Ill.values());

        private final Random random;
        private final List<String> names = LongStream.range(0, NODES).mapToObj(i -> "n" + i)
                .toList();
        private final Ill[] ills = new Ill[NODES];
        private final boolean[] out = new boolean[NODES];
        private final PriorityQueue<Outcome> outcomes = new PriorityQueue<>();
        private Healing healing = new Healing(HealRules.DEFAULT);
        private long nowNs;
        private long sequence;
        private boolean blind;

        Day(long seed) {
            random = new Random(seed);
            Arrays.fill(ills, Ill.NOTHING);
        }

        void run() {
            while (nowNs < END) {
                nowNs += 5 * SECOND;
                if (nowNs < TROUBLE) {
                    trouble();
                } else {
                    blind = false;
                }
                while (!outcomes.isEmpty() && outcomes.peek().atNs <= nowNs) {
                    Outcome next = outcomes.poll();
                    act(healing.did(next.node, next.task, next.good, "in vain", nowNs));
                }
                for (Standing each : healing.standings(nowNs)) {
                    if (each.evicted() && !out[names.indexOf(each.node())]
                            && each.forNs() > 10 * SECOND) {
                        act(healing.resumed(each.node(), nowNs));
                    }
                }
                act(healing.round(Set.copyOf(names), names.stream().map(this::look).toList(),
                        nowNs));
            }
            for (Standing each : healing.standings(nowNs)) {
                int index = names.indexOf(each.node());
                boolean well = each.condition() == Condition.HEALTHY && !each.evicted()
                        && ills[index] == Ill.NOTHING;
                assertThat(well || each.condition() == Condition.GIVEN_UP
                        || healing.isDoubting()).as(each.toString()
                        + " " + ills[index]).isTrue();
                assertThat(out[index]).as("out: %s", each).isEqualTo(each.evicted());
            }
        }

        private void trouble() {
            if (random.nextInt(25) == 0) {
                int index = random.nextInt(NODES);
                if (ills[index] == Ill.NOTHING) {
                    ills[index] = ALL.get(random.nextInt(ALL.size()));
                }
            }
            if (random.nextInt(40) == 0) {
                blind = !blind;
            }
            if (random.nextInt(60) == 0) {
                List<Standing> known = healing.standings(nowNs);
                healing = new Healing(HealRules.DEFAULT);
                outcomes.clear();
                act(healing.adopt(known, nowNs));
            }
        }

        private Look look(String node) {
            Ill ill = ills[names.indexOf(node)];
            if (blind || ill == Ill.DEAD || ill == Ill.BEYOND_HELP) {
                return new Look(node, false, List.of());
            }
            return ill == Ill.WEDGED ? new Look(node, true, List.of(
                    new Trouble(Part.PACKAGER, "live/a", "stands still"))) : Look.good(node);
        }

        private void act(List<Move> moves) {
            for (Move move : new ArrayList<>(moves)) {
                switch (move) {
                    case Move.Restart(String node, long task, var _) -> {
                        heal(node, Ill.WEDGED, 2);
                        later(node, task, true);
                    }
                    case Move.Evict(String node, long task, String _) -> {
                        boolean written = random.nextInt(5) > 0;
                        out[names.indexOf(node)] |= written;
                        later(node, task, written);
                    }
                    case Move.Reprovision(String node, long task) -> {
                        boolean works = random.nextInt(4) > 0;
                        if (works) {
                            heal(node, Ill.WEDGED, 1);
                            heal(node, Ill.DEAD, 1);
                        }
                        later(node, task, works);
                    }
                    case Move.Try(String node, long task) -> later(node, task,
                            ills[names.indexOf(node)] == Ill.NOTHING);
                    case Move.Resume(String node, long task) -> {
                        boolean written = random.nextInt(5) > 0;
                        out[names.indexOf(node)] &= !written;
                        later(node, task, written);
                    }
                    case Move.Step step -> assertThat(step.to() == Condition.EVICTED
                            && healing.isDoubting()).as("evicts though most fail").isFalse();
                    case Move.Doubt _, Move.Lasting _ -> { }
                }
            }
            long evicted = healing.standings(nowNs).stream().filter(Standing::evicted).count();
            assertThat(evicted).as("nodes that are out").isLessThanOrEqualTo(OUT_MAX);
            int really = 0;
            for (boolean each : out) {
                really += each ? 1 : 0;
            }
            assertThat(really).isLessThanOrEqualTo(OUT_MAX);
        }

        private void heal(String node, Ill what, int oneOf) {
            int index = names.indexOf(node);
            if (ills[index] == what && random.nextInt(oneOf) == 0) {
                ills[index] = Ill.NOTHING;
            }
        }

        private void later(String node, long task, boolean good) {
            outcomes.add(new Outcome(nowNs + (long) (random.nextDouble() * 20 * SECOND),
                    ++sequence, node, task, good));
        }
    }
}
