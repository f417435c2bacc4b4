package io.freshet.cluster.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table.Held;
import io.freshet.media.StreamKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must hold after every event, whatever was lost.
///
/// Threading: confined to the test.
final class Invariants {

    private final World world;
    private final Map<StreamKey, Map<Long, String>> leaders = new HashMap<>();
    private final Set<StreamKey> touched = new LinkedHashSet<>();

    Invariants(World world) {
        this.world = world;
    }

    /// Something changed for that stream.
    void touched(StreamKey key) {
        touched.add(key);
    }

    /// A token belongs to one leader for ever.
    void leads(StreamKey key, long token, SimNode leader) {
        String before = leaders.computeIfAbsent(key, _ -> new HashMap<>())
                .putIfAbsent(token, leader.id());
        assertThat(before == null || before.equals(leader.id()))
                .as("%s led with token %d by %s and %s", key, token, before, leader.id())
                .isTrue();
    }

    /// Readers follow one leader per token.
    void read(StreamKey key, long token, SimNode leader) {
        assertThat(leaders.getOrDefault(key, Map.of()).get(token)).isEqualTo(leader.id());
    }

    /// Nobody is sent to a node of which something is wanted, by one who has seen that.
    void sent(SimNode by, SimNode to, String what) {
        assertThat(by.members.state(to.id())).as("%s sent to %s by %s", what, to.id(), by.id())
                .isEqualTo(NodeState.READY);
    }

    /// Nobody opens a relay at one that should go, but at the leader, while that still serves.
    void asks(StreamKey key, SimNode by, SimNode to, boolean leader) {
        NodeState state = by.members.state(to.id());
        assertThat(state == NodeState.READY || leader && state == NodeState.DRAINING)
                .as("%s asks %s for %s, which is %s", by.id(), to.id(), key, state).isTrue();
    }

    /// Tokens in the directory only grow.
    void grows(StreamKey key, @Nullable Held<StreamEntry> before, Held<StreamEntry> after) {
        if (before != null) {
            assertThat(after.value().tokenAt(after.revision())).as("token of %s", key)
                    .isGreaterThanOrEqualTo(before.value().tokenAt(before.revision()));
        }
    }

    void check() {
        if (!touched.isEmpty()) {
            touched.forEach(this::checkTree);
            touched.clear();
        }
    }

    private void checkTree(StreamKey key) {
        Map<String, String> crossings = new HashMap<>();
        for (SimNode node : world.nodes) {
            Link link = node.carrying.source(key);
            if (link == null || !link.flows(world)) {
                continue;
            }
            String root = walk(key, link);
            if (!root.isEmpty() && !link.client.region().equals(link.server.region())) {
                String before = crossings.put(root + " to " + link.client.region(), node.id());
                assertThat(before).as("a second copy of %s from %s", key, root).isNull();
            }
        }
    }

    /// @return the leader at the other end; empty if the way is broken
    private String walk(StreamKey key, Link from) {
        int hops = 1;
        Link step = from;
        while (step.server.leadership.leads(key).isEmpty()) {
            Link next = step.server.carrying.source(key);
            if (next == null || !next.flows(world)) {
                return "";
            }
            step = next;
            hops++;
            assertThat(hops).as("hops of %s to %s", key, from.client.id())
                    .isLessThanOrEqualTo(world.tree.depthMax());
        }
        return step.server.id();
    }

    /// When all has been well for a while, every stream has one leader and reaches who wants it.
    void settled() {
        for (Encoder encoder : world.encoders) {
            StreamKey key = encoder.key;
            assertThat(encoder.isConnected()).isTrue();
            List<String> leading = world.nodes.stream().filter(node ->
                    node.leadership.leads(key).isPresent()).map(SimNode::id).toList();
            assertThat(leading).as("leaders of %s", key).hasSize(1);
            Held<StreamEntry> held = world.engine.entries().get(key);
            assertThat(held.value().leader()).as("leader of %s", key)
                    .isEqualTo(leading.getFirst());
            long token = held.value().tokenAt(held.revision());
            assertThat(world.node(leading.getFirst()).leadership.leads(key)).hasValue(token);
            for (SimNode node : world.nodes) {
                if (node.carrying.watched.contains(key) && !leading.contains(node.id())) {
                    assertThat(world.now() - node.carrying.pull(key).reachedNs)
                            .as("since a frame of %s came to %s", key, node.id())
                            .isLessThan(3 * World.SECOND);
                    assertThat(node.carrying.carriage(key).heard()).isEqualTo(token);
                }
            }
        }
    }
}
