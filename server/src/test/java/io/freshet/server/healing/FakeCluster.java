package io.freshet.server.healing;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.ClusterView;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.ClusterView.SeenNode;
import io.freshet.cluster.Leading;
import io.freshet.cluster.Relays;
import io.freshet.cluster.Routing;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Nodes that are all heard of, and orders that are written at once; the duty goes to whom the test
/// says.
///
/// Threading: shared.
final class FakeCluster implements Cluster {

    private final List<NodeRecord> nodes;
    private final Map<String, NodeOrder> orders = new ConcurrentHashMap<>();
    final List<NodeOrder> ordered = new CopyOnWriteArrayList<>();
    final List<DutyHolder> holders = new CopyOnWriteArrayList<>();

    FakeCluster(List<NodeRecord> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    @Override
    public Subscription duty(String name, DutyHolder holder) {
        holders.add(holder);
        return () -> holder.onDuty(false);
    }

    @Override
    public ClusterView view() {
        return new ClusterView(true, 0, nodes.stream().map(record -> new SeenNode(
                new NodeRecord(record.id(), record.start(), record.roles(), record.place(),
                        record.addresses(), record.capacity(), record.version(),
                        Optional.ofNullable(orders.get(record.id())).map(NodeOrder::wanted)
                                .orElse(NodeState.READY)),
                Health.ALIVE, 0, 0, NodeLoad.NONE,
                Optional.ofNullable(orders.get(record.id())))).toList(), Map.of());
    }

    @Override
    public CompletionStage<Written<NodeOrder>> order(NodeOrder order) {
        orders.put(order.node(), order);
        ordered.add(order);
        return CompletableFuture.completedStage(new Written.Done<>(1));
    }

    @Override
    public Leading leading() {
        throw new AssertionError("healing leads nothing");
    }

    @Override
    public Relays relays() {
        throw new AssertionError("healing carries nothing");
    }

    @Override
    public Routing routing() {
        throw new AssertionError("healing sends nobody");
    }

    @Override
    public long wallMs() {
        return 0;
    }

    @Override
    public void state(NodeState state) {
        throw new AssertionError("healing goes by orders");
    }

    @Override
    public void drained() {
        throw new AssertionError("healing goes by orders");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
