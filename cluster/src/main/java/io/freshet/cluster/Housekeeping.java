package io.freshet.cluster;

import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.Table;
import io.freshet.media.StreamKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Clears away what ended long ago, so that the engine's tables do not grow for ever: the one node
/// that has the duty does.
///
/// An entry of a stream that is over says how far its numbers came, so that they never fall for
/// players who wait for it; nobody waits for an hour.
///
/// Threading: shared, guarded by the node's lock.
final class Housekeeping implements Cluster.DutyHolder {

    private static final long LOOK_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SWEEP_NS = TimeUnit.HOURS.toNanos(1);
    private static final long STREAM_NS = TimeUnit.HOURS.toNanos(1);
    /// A node that stopped is told of for a day.
    private static final long NODE_NS = TimeUnit.DAYS.toNanos(1);
    /// As many as fit into a table that every node has a copy of without being noticed.
    private static final int STREAMS_MAX = 10_000;
    private static final int NODES_MAX = 1_000;

    private final ClusterNode node;
    private final Bygones<StreamKey> streams = new Bygones<>(STREAM_NS, STREAMS_MAX);
    private final Bygones<String> nodes = new Bygones<>(NODE_NS, NODES_MAX);
    private boolean onDuty;
    private long lookedNs;
    private long sweptNs;

    Housekeeping(ClusterNode node) {
        this.node = node;
        this.lookedNs = node.clock.monotonicNs();
        this.sweptNs = lookedNs;
    }

    @Override
    public void onDuty(boolean now) {
        synchronized (node.lock) {
            onDuty = now;
        }
    }

    /// The lock is held.
    void tick(long nowNs) {
        if (!onDuty || !node.engine.isHere() || nowNs - lookedNs < LOOK_NS) {
            return;
        }
        lookedNs = nowNs;
        clear(node.engine.directory(), this::isOver, streams, nowNs);
        clear(node.engine.nodes(), (NodeRecord record) -> record.state() == NodeState.STOPPED,
                nodes, nowNs);
        if (nowNs - sweptNs >= SWEEP_NS) {
            sweptNs = nowNs;
            Thread.ofVirtual().name("cluster-sweep").start(node.engine::sweep);
        }
    }

    /// Nobody publishes it, or only nodes that have left.
    private boolean isOver(StreamEntry entry) {
        return (!entry.isLed() || node.members.hasLeft(entry.leader()))
                && entry.standbys().stream().allMatch(node.members::hasLeft);
    }

    private static <K, V> void clear(Table<K, V> table, Predicate<V> over, Bygones<K> bygones,
            long nowNs) {
        Map<K, Long> revisions = new HashMap<>();
        table.all().forEach((key, held) -> {
            if (over.test(held.value())) {
                revisions.put(key, held.revision());
            }
        });
        List<K> due = bygones.due(revisions, nowNs);
        for (K key : due) {
            Long revision = revisions.get(key);
            if (revision != null) {
                var _ = table.remove(key, revision);
            }
        }
    }
}
