package io.freshet.cluster.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.heal.Trouble.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whatever nodes look like and whatever comes of what is done about them: nobody is unwell for
/// long without a person being called, and nobody is called who need not be.
///
/// A seed that fails is printed and plays again.
final class HealingWalkTest {

    private static final long SECOND = 1_000_000_000L;
    private static final HealRules RULES = HealRules.DEFAULT;
    private static final int ROUNDS = 1_000;

    @Test
    void nobodyIsUnwellForLongWithoutAPersonBeingCalled() {
        Set<Condition> seen = new TreeSet<>();
        int[] calls = new int[1];
        LongStream.range(0, 400).forEach(seed -> {
            try {
                Walk walk = new Walk(seed);
                walk.run();
                seen.addAll(walk.seen);
                calls[0] += walk.calls;
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        });
        assertThat(seen).as("every condition is walked through").hasSize(
                Condition.values().length);
        assertThat(calls[0]).as("people called").isPositive();
    }

    private record Outcome(long atNs, long sequence, String node, long task, boolean good) {
    }

    /// One seed's.
    ///
    /// Threading: confined to its run.
    private static final class Walk {
        private final Random random;
        private final Healing healing = new Healing(RULES);
        private final Set<String> nodes = new TreeSet<>();
        private final Map<String, Integer> chances = new HashMap<>();
        private final Map<String, Long> lastWellNs = new HashMap<>();
        private final Map<String, Long> healthySinceNs = new HashMap<>();
        private final Map<String, Boolean> wasOut = new HashMap<>();
        private final PriorityQueue<Outcome> outcomes = new PriorityQueue<>((one, other) ->
                one.atNs == other.atNs ? Long.compare(one.sequence, other.sequence)
                        : Long.compare(one.atNs, other.atNs));
        private final Set<Condition> seen = new TreeSet<>();
        private final int works;
        private long nowNs;
        private long sequence;
        private int calls;

        Walk(long seed) {
            random = new Random(seed);
            works = random.nextInt(101);
            IntStream.range(0, 1 + random.nextInt(6)).forEach(i -> {
                nodes.add("n" + i);
                chances.put("n" + i, random.nextInt(101));
                lastWellNs.put("n" + i, 0L);
            });
        }

        void run() {
            for (int i = 0; i < ROUNDS; i++) {
                nowNs += 5 * SECOND;
                while (!outcomes.isEmpty() && outcomes.peek().atNs <= nowNs) {
                    Outcome next = outcomes.poll();
                    act(healing.did(next.node, next.task, next.good, "in vain", nowNs));
                }
                act(healing.round(nodes, nodes.stream().map(this::look).toList(), nowNs));
                healing.standings(nowNs).forEach(this::check);
                if (random.nextInt(50) == 0) {
                    chances.replaceAll((_, _) -> random.nextInt(101));
                }
            }
        }

        private Look look(String node) {
            int chance = chances.getOrDefault(node, 0);
            return random.nextInt(100) >= chance ? Look.good(node)
                    : new Look(node, random.nextBoolean(), List.of(
                            new Trouble(Part.PACKAGER, "live/a", "stands still")));
        }

        private void act(List<Move> moves) {
            for (Move move : new ArrayList<>(moves)) {
                switch (move) {
                    case Move.Restart(String node, long task, var _) -> later(node, task);
                    case Move.Evict(String node, long task, String _) -> later(node, task);
                    case Move.Reprovision(String node, long task) -> later(node, task);
                    case Move.Try(String node, long task) -> later(node, task);
                    case Move.Resume(String node, long task) -> later(node, task);
                    case Move.Lasting lasting -> {
                        calls++;
                        assertThat(nowNs - since(lasting.node())).as("called for %s", lasting)
                                .isGreaterThanOrEqualTo(RULES.lasting().toNanos());
                    }
                    case Move.Step _, Move.Doubt _ -> { }
                }
            }
        }

        /// Some outcomes are never heard of.
        private void later(String node, long task) {
            if (random.nextInt(10) > 0) {
                outcomes.add(new Outcome(nowNs + (long) (random.nextDouble() * 30 * SECOND),
                        ++sequence, node, task, random.nextInt(100) < works));
            }
        }

        private long since(String node) {
            return lastWellNs.getOrDefault(node, 0L);
        }

        private void check(Standing standing) {
            String node = standing.node();
            seen.add(standing.condition());
            if (standing.condition() == Condition.HEALTHY) {
                long since = healthySinceNs.computeIfAbsent(node, _ -> nowNs);
                if (nowNs - since >= RULES.relapse().toNanos()) {
                    lastWellNs.put(node, nowNs);
                }
            } else {
                healthySinceNs.remove(node);
            }
            if (standing.condition() == Condition.GIVEN_UP) {
                lastWellNs.put(node, nowNs);
            }
            boolean out = standing.evicted() || wasOut.getOrDefault(node, false);
            wasOut.put(node, standing.evicted());
            long boundNs = RULES.lastingNs(out) + RULES.relapse().toNanos() + 10 * SECOND;
            if (nowNs - since(node) > boundNs) {
                assertThat(standing.lasting()).as("nobody is called for %s", standing).isTrue();
            }
        }
    }
}
