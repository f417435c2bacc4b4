package io.freshet.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.members.Member;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Region, then health and load, then the stream's own order.
final class RouterTest {

    private final Router router = new Router();

    private static Member node(String id, String region, int viewers) {
        return node(id, region, NodeState.READY, Health.ALIVE,
                new NodeLoad(10, 0, viewers, 0, 0, 0));
    }

    private static Member node(String id, String region, NodeState state, Health health,
            NodeLoad load) {
        return new Member(new NodeRecord(id, 1, Set.of(Role.EDGE), new Place(region, ""),
                Map.of(), new Capacity(1_000, 1_000_000), "", state), health, load, 1);
    }

    private List<String> route(String stream, List<Member> nodes) {
        return router.route(stream, "eu", nodes, _ -> true).stream().map(Member::id).toList();
    }

    @Test
    void nearOnesComeFirst() {
        List<Member> nodes = List.of(node("u1", "us", 0), node("e1", "eu", 0),
                node("u2", "us", 0), node("e2", "eu", 0));
        assertThat(route("live/cam", nodes).subList(0, 2)).containsExactlyInAnyOrder("e1", "e2");
    }

    @Test
    void nobodyIsSentToOneThatTakesNobody() {
        NodeLoad idle = new NodeLoad(10, 0, 0, 0, 0, 0);
        assertThat(route("live/cam", List.of(
                node("full", "eu", 1_000),
                node("draining", "eu", NodeState.DRAINING, Health.ALIVE, idle),
                node("evicted", "eu", NodeState.EVICTED, Health.ALIVE, idle),
                node("silent", "eu", NodeState.READY, Health.SUSPECT, idle),
                node("new", "eu", NodeState.READY, Health.UNKNOWN, idle),
                node("hot", "eu", NodeState.READY, Health.ALIVE, new NodeLoad(95, 0, 0, 0, 0, 0)),
                node("clogged", "eu", NodeState.READY, Health.ALIVE,
                        new NodeLoad(10, 990_000, 0, 0, 0, 0)),
                node("good", "eu", 5)))).containsExactly("good");
    }

    @Test
    void aStreamStaysOnItsEdgeUntilThatHasAQuarterMoreThanItsShare() {
        List<Member> nodes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nodes.add(node("e" + i, "eu", 100));
        }
        String first = route("live/cam", nodes).getFirst();
        int index = Integer.parseInt(first.substring(1));
        nodes.set(index, node(first, "eu", 120));
        assertThat(route("live/cam", nodes)).first().isEqualTo(first);
        nodes.set(index, node(first, "eu", 200));
        assertThat(route("live/cam", nodes)).last().isEqualTo(first);
    }

    @Test
    void oneThatComesOrGoesMovesFewStreams() {
        List<Member> nodes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nodes.add(node("e" + i, "eu", 100));
        }
        Map<String, String> before = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            before.put("live/s" + i, route("live/s" + i, nodes).getFirst());
        }
        nodes.remove(3);
        before.forEach((stream, edge) -> {
            if (!edge.equals("e3")) {
                assertThat(route(stream, nodes)).first().isEqualTo(edge);
            }
        });
    }

    @Test
    void thoseOnTheirWayCountUntilTheNextHeartbeat() {
        List<Member> nodes = List.of(node("e1", "eu", 0), node("e2", "eu", 0));
        String first = route("live/cam", nodes).getFirst();
        Member edge = nodes.get(first.equals("e1") ? 0 : 1);
        router.sent(edge, 500);
        assertThat(route("live/cam", nodes)).last().isEqualTo(first);
        List<Member> heard = nodes.stream().map(node -> new Member(node.record(), node.health(),
                node.load(), 2)).toList();
        assertThat(route("live/cam", heard)).first().isEqualTo(first);
    }
}
