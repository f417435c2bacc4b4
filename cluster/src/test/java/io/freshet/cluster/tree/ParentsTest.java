package io.freshet.cluster.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.ClusterOptions.Shape;
import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.members.Member;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whom a node pulls from, by shape: two children a node, three hops.
///
/// The edges of a region are called by their place in the stream's order: `eu0` is the first.
final class ParentsTest {

    private static final StreamKey CAM = new StreamKey("live", "cam");
    private static final int EDGES = 7;

    private final List<Member> nodes = new ArrayList<>();

    ParentsTest() {
        nodes.add(member("leader", "eu", NodeState.READY));
        nodes.add(member("standby", "eu-other", NodeState.READY));
        for (String region : List.of("eu", "us", "asia")) {
            for (int i = 0; i < EDGES; i++) {
                nodes.add(member(region + "-" + i, region, NodeState.READY));
            }
        }
    }

    private static Member member(String id, String region, NodeState state) {
        return new Member(new NodeRecord(id, 1, EnumSet.allOf(Role.class), new Place(region, ""),
                Map.of("relay", "r"), new Capacity(100, 0), "x", state), Health.ALIVE,
                NodeLoad.NONE, 1);
    }

    /// The edges of a region in the stream's order.
    private List<String> order(String region) {
        return Rank.order(CAM.toString(), nodes.stream().filter(node ->
                node.region().equals(region) && !node.id().equals("leader")).toList(), Member::id)
                .stream().map(Member::id).toList();
    }

    /// The sources of the edge at a place, each as `leader`, `standby` or its place.
    private List<String> sources(Shape shape, String region, int place) {
        List<String> order = order(region);
        StreamEntry entry = new StreamEntry("leader", 1, 0, "s", 0, false, HighWater.NONE,
                List.of("standby"));
        return new Parents(order.get(place), region, new TreeOptions(shape, 2, 3))
                .of(CAM, entry, nodes).stream().map(each -> {
                    assertThat(each.region().equals(region) || !order.contains(each.node()))
                            .isTrue();
                    int at = order.indexOf(each.node());
                    return at < 0 ? each.node() : Integer.toString(at);
                }).toList();
    }

    /// The first choice of each edge of a region.
    private List<String> first(Shape shape, String region) {
        List<String> first = new ArrayList<>();
        for (int place = 0; place < EDGES; place++) {
            first.add(sources(shape, region, place).getFirst());
        }
        return first;
    }

    @Test
    void inAStarAllPullFromTheLeaderAndFarAwayFromTheFirstOfTheirRegion() {
        assertThat(first(Shape.STAR, "eu")).containsOnly("leader");
        assertThat(first(Shape.STAR, "us"))
                .containsExactly("leader", "0", "0", "0", "0", "0", "0");
    }

    @Test
    void inATreeEachHasTwoChildren() {
        assertThat(first(Shape.TREE, "eu"))
                .containsExactly("leader", "leader", "0", "0", "1", "1", "2");
        assertThat(first(Shape.TREE, "us"))
                .containsExactly("leader", "0", "0", "1", "1", "2", "2");
    }

    @Test
    void inARingEachPullsFromItsNeighbourAsFarAsTheDepthAllows() {
        assertThat(first(Shape.RING, "eu"))
                .containsExactly("leader", "0", "1", "leader", "3", "4", "leader");
        assertThat(first(Shape.RING, "asia"))
                .containsExactly("leader", "0", "0", "2", "0", "4", "0");
    }

    @Test
    void inAMeshAllBeforeANodeAreItsParentsTheNearestFirstAndTheLeaderIsTheLast() {
        assertThat(first(Shape.MESH, "us")).isEqualTo(first(Shape.TREE, "us"));
        assertThat(sources(Shape.MESH, "us", 4))
                .containsExactly("1", "0", "2", "3", "leader", "standby");
        assertThat(sources(Shape.MESH, "eu", 5))
                .containsExactly("1", "0", "2", "3", "4", "leader", "standby");
    }

    @Test
    void nobodyPullsFromOneThatIsBehindIt() {
        for (Shape shape : Shape.values()) {
            for (String region : List.of("eu", "us", "asia")) {
                for (int place = 0; place < EDGES; place++) {
                    for (String source : sources(shape, region, place)) {
                        assertThat(source.matches("[0-9]") && Integer.parseInt(source) >= place)
                                .as("%s %s %d from %s", shape, region, place, source).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void whoTakesNobodyNewIsNobodysParentAndTheNextOneIs() {
        String head = order("us").getFirst();
        nodes.replaceAll(node -> node.id().equals(head)
                ? member(head, "us", NodeState.DRAINING) : node);
        for (Shape shape : Shape.values()) {
            assertThat(sources(shape, "us", 2)).as(shape.toString()).doesNotContain("0");
        }
        assertThat(sources(Shape.MESH, "us", 3)).startsWith("1", "2");
    }
}
