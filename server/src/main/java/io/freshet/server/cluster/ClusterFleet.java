package io.freshet.server.cluster;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.ClusterView;
import io.freshet.cluster.ClusterView.SeenNode;
import io.freshet.cluster.ClusterView.SeenStream;
import io.freshet.control.fleet.Fleet;
import io.freshet.control.fleet.FleetNode;
import io.freshet.control.fleet.FleetNode.Condition;
import io.freshet.control.fleet.FleetNode.Load;
import io.freshet.control.fleet.FleetNode.Place;
import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.control.fleet.Limb;
import io.freshet.coordination.Lease;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.coordination.StreamShare;
import io.freshet.coordination.Table;
import io.freshet.coordination.Written;
import io.freshet.media.StreamKey;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The cluster's nodes, for the control centre.
///
/// Threading: shared.
///
/// @param leases who has which duty
/// @param survey asks nodes for their part in a stream
record ClusterFleet(Cluster cluster, Table<String, Lease> leases, String self, TreeSurvey survey)
        implements Fleet {

    /// A write answers within a few seconds, by its contract.
    private static final long PATIENCE_S = 10;

    @Override
    public List<FleetNode> nodes() {
        ClusterView view = cluster.view();
        Map<String, Long> leads = view.streams().values().stream().map(SeenStream::entry)
                .filter(StreamEntry::isLed)
                .collect(Collectors.groupingBy(StreamEntry::leader, Collectors.counting()));
        Map<String, Table.Held<Lease>> duties = leases.all();
        return view.nodes().stream()
                .sorted(Comparator.comparing((SeenNode node) -> !node.record().id().equals(self))
                        .thenComparing(node -> node.record().id()))
                .map(node -> node(node, leads.getOrDefault(node.record().id(), 0L).intValue(),
                        duties.entrySet().stream().filter(duty -> duty.getValue().value()
                                .holder().equals(node.record().id()))
                                .map(Map.Entry::getKey).sorted().toList())).toList();
    }

    private FleetNode node(SeenNode seen, int leads, List<String> duties) {
        NodeRecord record = seen.record();
        return new FleetNode(record.id(), record.id().equals(self), record.version(),
                record.start(), record.roles().stream().sorted().map(ClusterFleet::lower).toList(),
                new Place(record.place().region(), record.place().zone()), record.addresses(),
                new Condition(lower(record.state()), lower(seen.health()), seen.silentMs(),
                        seen.clockOffsetMs()),
                load(seen.load(), record.capacity()),
                leads, duties, seen.order().filter(order -> order.wanted() != NodeState.READY)
                        .map(order -> new Wanted(lower(order.wanted()), order.by(),
                                order.reason(), order.sinceMs())));
    }

    static Load load(NodeLoad load, Capacity capacity) {
        return new Load(load.cpuPercent(), load.roomPercent(), load.trafficBps(),
                capacity.trafficBps(), load.viewers(), capacity.viewersMax(), load.streams());
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Ordered order(String node, Wanted wanted) throws InterruptedException {
        if (cluster.view().nodes().stream().noneMatch(each -> each.record().id().equals(node))) {
            return Ordered.NO_SUCH_NODE;
        }
        try {
            Written<NodeOrder> written = cluster.order(new NodeOrder(node,
                    NodeState.valueOf(wanted.state().toUpperCase(Locale.ROOT)), wanted.by(),
                    wanted.reason(), wanted.sinceMs()))
                    .toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
            return switch (written) {
                case Written.Done<NodeOrder> _ -> Ordered.DONE;
                case Written.Outrun<NodeOrder> _ -> Ordered.OUTRUN;
                case Written.Away<NodeOrder> _ -> Ordered.AWAY;
            };
        } catch (ExecutionException | TimeoutException _) {
            return Ordered.AWAY;
        }
    }

    @Override
    public List<Limb> tree(StreamKey key) throws InterruptedException {
        ClusterView view = cluster.view();
        Map<String, NodeRecord> records = view.nodes().stream().map(SeenNode::record)
                .collect(Collectors.toMap(NodeRecord::id, record -> record));
        Optional<StreamEntry> entry = Optional.ofNullable(view.streams().get(key))
                .map(SeenStream::entry);
        return survey.ask(key, records.size()).stream()
                .sorted(Comparator.comparingInt(StreamShare::level)
                        .thenComparing(StreamShare::node))
                .map(share -> new Limb(share.node(), Optional.ofNullable(records.get(share.node()))
                        .map(record -> record.place().region()).orElse(""),
                        role(share.node(), entry), share.parent(), share.level(), share.token(),
                        share.bitrateBps(), share.viewers())).toList();
    }

    private static String role(String node, Optional<StreamEntry> entry) {
        if (entry.filter(each -> each.leader().equals(node)).isPresent()) {
            return "leader";
        }
        return entry.filter(each -> each.standbys().contains(node)).isPresent() ? "standby"
                : "edge";
    }
}
