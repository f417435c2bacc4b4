package io.freshet.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.Relays.Admission;
import io.freshet.cluster.members.Member;
import io.freshet.cluster.route.Router;
import io.freshet.cluster.tree.Candidate;
import io.freshet.cluster.tree.Carriage;
import io.freshet.cluster.tree.Parents;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// 1 000 nodes, 100 000 streams, 10 million viewers as counters; then one node in twenty dies.
///
/// Routing and trees are the real ones; messages are not simulated, [SimulationTest] does that.
final class ScaleTest {

    private static final int NODES = 1_000;
    private static final int STREAMS = 100_000;
    private static final int VIEWERS = 10_000_000;
    private static final int REGIONS = 5;
    /// Viewers come in crowds of at most so many, and loads are heard of after so many crowds.
    private static final int CROWD = 500;
    private static final int BEAT = 200;

    private final Random random = new Random(7);
    private final List<Member> nodes = new ArrayList<>();
    private final List<List<Member>> regions = new ArrayList<>();
    private final int[] load = new int[NODES];
    private final Router router = new Router();
    private int crowds;
    private int refused;

    @Test
    void aThousandNodesCarryTenMillionViewers() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Member(new NodeRecord("n" + i, 1, EnumSet.allOf(Role.class),
                    new Place("r" + i % REGIONS, ""), Map.of("http", "h"),
                    new Capacity(10_000 + random.nextInt(8_000), 0), "x", NodeState.READY),
                    Health.ALIVE, NodeLoad.NONE, 1));
        }
        beat();
        double all = 0;
        for (int i = 1; i <= STREAMS; i++) {
            all += Math.pow(i, -0.8);
        }
        long placed = 0;
        for (int i = 1; i <= STREAMS; i++) {
            int viewers = (int) Math.max(1, Math.round(VIEWERS * Math.pow(i, -0.8) / all));
            placed += stream(new StreamKey("live", "s" + i), viewers);
        }
        assertThat(placed + refused).isGreaterThan(VIEWERS * 9L / 10);
        assertThat(refused).as("viewers without a place").isZero();
        balanced();
    }

    /// Nobody has more than 1.25 times its share, but for what came in between two heartbeats.
    private void balanced() {
        for (int r = 0; r < REGIONS; r++) {
            double viewers = 0;
            double capacity = 0;
            for (int i = r; i < NODES; i += REGIONS) {
                viewers += load[i];
                capacity += nodes.get(i).record().capacity().viewersMax();
            }
            for (int i = r; i < NODES; i += REGIONS) {
                double share = viewers * nodes.get(i).record().capacity().viewersMax() / capacity;
                assertThat((double) load[i]).as("viewers of n%d, fair is %.0f", i, share)
                        .isLessThan(1.25 * share + 2 * CROWD);
            }
        }
    }

    private void beat() {
        for (int i = 0; i < NODES; i++) {
            Member was = nodes.get(i);
            if (was.load().viewers() != load[i] || was.beat() == 1) {
                nodes.set(i, new Member(was.record(), was.health(),
                        new NodeLoad(10, 0, load[i], 0, 0, 0), was.beat() + 1));
            }
        }
        regions.clear();
        for (int r = 0; r < REGIONS; r++) {
            List<Member> near = new ArrayList<>();
            for (int i = r; i < NODES; i += REGIONS) {
                near.add(nodes.get(i));
            }
            regions.add(near);
        }
    }

    private int stream(StreamKey key, int viewers) {
        Tree tree = new Tree(key, random.nextInt(NODES));
        int left = viewers;
        int placed = 0;
        while (left > 0) {
            int crowd = Math.min(left, CROWD);
            left -= crowd;
            if (++crowds % BEAT == 0) {
                beat();
            }
            int region = random.nextInt(REGIONS);
            List<Member> order = router.route(key.toString(), "r" + region, regions.get(region),
                    _ -> true);
            Member edge = order.isEmpty() ? null : order.getFirst();
            if (edge == null) {
                refused += crowd;
                continue;
            }
            int index = index(edge.id());
            // The edge itself lets in as many as it can take.
            int fits = Math.min(crowd, edge.record().capacity().viewersMax() - load[index]);
            left += fits < crowd ? crowd - fits : 0;
            load[index] += fits;
            placed += fits;
            router.sent(edge, fits);
            tree.carry(index, 0);
        }
        tree.check();
        tree.kill();
        tree.check();
        assertThat(Arrays.stream(load).noneMatch(each -> each < 0)).isTrue();
        return placed;
    }

    private static int index(String id) {
        return Integer.parseInt(id.substring(1));
    }

    /// One stream's way through the cluster.
    private final class Tree {

        private final StreamKey key;
        private final Map<Integer, Carriage> carriages = new LinkedHashMap<>();
        private final Map<Integer, Long> grants = new HashMap<>();
        private final int dead = random.nextInt(20);
        private int leader;
        private boolean afterwards;
        private StreamEntry entry;

        Tree(StreamKey key, int leader) {
            this.key = key;
            lead(leader);
        }

        private void lead(int index) {
            leader = index;
            entry = new StreamEntry("n" + index, 1 << 16, 0, "s", 0, false, HighWater.NONE,
                    List.of());
            carriage(index).lead();
        }

        private boolean isDead(int index) {
            return afterwards && index % 20 == dead;
        }

        private Carriage carriage(int index) {
            return carriages.computeIfAbsent(index, i -> new Carriage(
                    nodes.get(i).region(), TreeOptions.DEFAULT));
        }

        /// Has a node pull the stream, and those that it wants to pull from.
        boolean carry(int index, int depth) {
            Carriage own = carriage(index);
            if (own.isFed()) {
                return true;
            }
            String region = nodes.get(index).region();
            List<Member> edges = regions.get(index % REGIONS);
            if (afterwards) {
                edges = edges.stream().filter(edge -> !isDead(index(edge.id()))).toList();
            }
            List<Candidate> ask = new ArrayList<>(new Parents("n" + index, region,
                    TreeOptions.DEFAULT).of(key, entry, id -> id.isEmpty() ? null
                    : nodes.get(index(id)), edges));
            for (int i = 0; i < ask.size() && i < 20; i++) {
                Candidate source = ask.get(i);
                int at = index(source.node());
                if (depth > TreeOptions.DEFAULT.depthMax() || !carry(at, depth + 1)) {
                    continue;
                }
                switch (carriages.get(at).admit(new Carriage.Wish("n" + index, region,
                        own.levelMax(), ""), _ -> false, 0)) {
                    case Admission.Admitted(long grant, int level) -> {
                        if (own.fed(source, level)) {
                            grants.put(index, grant);
                            return true;
                        }
                        carriages.get(at).released(grant);
                    }
                    case Admission.Redirect(String other) -> ask.add(i + 1,
                            new Candidate(other, nodes.get(index(other)).region(),
                                    index(other) == leader));
                    case Admission.Refused _ -> {
                    }
                }
            }
            return false;
        }

        /// One node in twenty dies, maybe the leader.
        void kill() {
            afterwards = true;
            for (int index : List.copyOf(carriages.keySet())) {
                Candidate parent = carriages.get(index).parent();
                if (isDead(index)) {
                    carriages.remove(index);
                    if (parent != null && carriages.containsKey(index(parent.node()))) {
                        carriages.get(index(parent.node())).released(grants.get(index));
                    }
                }
            }
            carriages.forEach((index, carriage) -> {
                Candidate parent = carriage.parent();
                if (parent != null && isDead(index(parent.node()))) {
                    carriage.unfed(0);
                }
            });
            if (isDead(leader)) {
                lead((leader + 1) % NODES);
            }
            List<Integer> orphans = carriages.keySet().stream().filter(index ->
                    !carriages.get(index).isFed()).toList();
            orphans.forEach(index -> carry(index, 0));
            // Those whose children were in the way try again without them.
            orphans.stream().filter(index -> !carriages.get(index).isFed()).forEach(index -> {
                carriages.get(index).expire(Long.MAX_VALUE / 2);
                for (long grant : carriages.get(index).takeDropped()) {
                    carriages.forEach((child, carriage) -> {
                        Candidate parent = carriage.parent();
                        if (parent != null && index(parent.node()) == index
                                && grants.get(child) == grant) {
                            carriage.unfed(0);
                        }
                    });
                }
            });
            carriages.keySet().stream().filter(index -> !carriages.get(index).isFed()).toList()
                    .forEach(index -> carry(index, 0));
        }

        void check() {
            Map<String, Integer> crossings = new HashMap<>();
            carriages.forEach((index, carriage) -> {
                int hops = 0;
                Carriage step = carriage;
                while (step.parent() != null) {
                    assertThat(++hops).as("hops of %s to n%d", key, index)
                            .isLessThanOrEqualTo(TreeOptions.DEFAULT.depthMax());
                    step = carriages.get(index(step.parent().node()));
                }
                assertThat(step).as("the way of %s to n%d", key, index)
                        .isSameAs(carriages.get(leader));
                Candidate parent = carriage.parent();
                String region = nodes.get(index).region();
                if (parent != null && !parent.region().equals(region)) {
                    crossings.merge(region, 1, Integer::sum);
                }
            });
            assertThat(crossings.values()).as("copies of %s by region", key)
                    .allMatch(count -> count == 1);
        }
    }
}
