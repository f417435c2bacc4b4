package io.freshet.control;

import io.freshet.control.fleet.Fleet;
import io.freshet.control.fleet.FleetNode;
import io.freshet.control.fleet.FleetNode.Condition;
import io.freshet.control.fleet.FleetNode.Load;
import io.freshet.control.fleet.FleetNode.Place;
import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.control.fleet.Limb;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Two nodes, the second of which obeys at once; an order to a third is answered as a test likes.
final class FakeFleet implements Fleet {

    final Map<String, Wanted> orders = new ConcurrentHashMap<>();
    volatile Ordered answer = Ordered.DONE;

    private FleetNode node(String id, boolean self) {
        Optional<Wanted> wanted = Optional.ofNullable(orders.get(id));
        return new FleetNode(id, self, "1.2.3", 1_000, List.of("origin", "edge"),
                new Place("eu", "a"), Map.of("rtmp", "rtmp://" + id + ":1935",
                        "http", "http://" + id + ":8080"),
                new Condition(wanted.map(Wanted::state).orElse("ready"), "alive", 200, 3),
                new Load(12, 40, 3_000_000, 0, 7, 100, 2), 1, List.of("alerts"), wanted);
    }

    @Override
    public List<FleetNode> nodes() {
        return List.of(node("local", true), node("edge-2", false));
    }

    @Override
    public Ordered order(String node, Wanted wanted) {
        if (nodes().stream().noneMatch(each -> each.id().equals(node))) {
            return Ordered.NO_SUCH_NODE;
        }
        if (answer == Ordered.DONE && wanted.state().equals("ready")) {
            orders.remove(node);
        } else if (answer == Ordered.DONE) {
            orders.put(node, wanted);
        }
        return answer;
    }

    @Override
    public List<Limb> tree(StreamKey key) {
        return key.name().equals("cam") ? List.of(
                new Limb("local", "eu", "leader", "", 0, 1L << 60, 2_500_000, 0),
                new Limb("edge-2", "us", "edge", "local", 1, 1L << 60, 2_400_000, 7)) : List.of();
    }
}
