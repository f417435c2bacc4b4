package io.freshet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.fleet.Fleet.Ordered;
import io.freshet.control.fleet.FleetNode.Load;
import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.control.fleet.LoneFleet;
import io.freshet.media.StreamKey;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes and trees over the API.
final class FleetApiTest {

    private ControlRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new ControlRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return rig.send(rig.request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void thisNodeTellsMoreOfItselfThanOfOthers() throws Exception {
        String nodes = rig.get("/api/v1/nodes").body();
        assertThat(nodes).contains("\"id\":\"local\"", "\"self\":true", "\"transport\"",
                "\"id\":\"edge-2\"", "\"self\":false", "\"wanted\":null");
        String other = rig.get("/api/v1/nodes/edge-2").body();
        assertThat(other).contains("\"trafficBps\":3000000", "\"duties\":[\"alerts\"]")
                .doesNotContain("\"transport\"");
    }

    @Test
    void aNodeIsDrainedByNameAndTakenBack() throws Exception {
        HttpResponse<String> drained = post("/api/v1/nodes/edge-2/drain?reason=kernel");
        assertThat(drained.statusCode()).isEqualTo(200);
        assertThat(drained.body()).contains("\"state\":\"draining\"", "\"by\":\"tester\"",
                "\"reason\":\"kernel\"");
        assertThat(rig.fleet.orders.get("edge-2")).isEqualTo(new Wanted("draining", "tester",
                "kernel", rig.clock.wallMs()));
        assertThat(post("/api/v1/nodes/edge-2/evict").body()).contains("\"evicted\"");
        assertThat(post("/api/v1/nodes/edge-2/resume").body())
                .contains("\"state\":\"ready\"");
        assertThat(rig.fleet.orders).isEmpty();
    }

    @Test
    void anOrderThatCannotBeGivenSaysWhy() throws Exception {
        assertThat(post("/api/v1/nodes/nobody/drain").statusCode()).isEqualTo(404);
        rig.fleet.answer = Ordered.OUTRUN;
        assertThat(post("/api/v1/nodes/edge-2/drain").statusCode()).isEqualTo(409);
        rig.fleet.answer = Ordered.AWAY;
        assertThat(post("/api/v1/nodes/edge-2/drain").statusCode()).isEqualTo(503);
        rig.fleet.answer = Ordered.NO_CLUSTER;
        assertThat(post("/api/v1/nodes/edge-2/drain").statusCode()).isEqualTo(409);
        assertThat(post("/api/v1/nodes/edge-2/drain?reason=" + "x".repeat(201)).statusCode())
                .isEqualTo(422);
    }

    @Test
    void theTreeOfAStreamSaysWhoHasItFromWhom() throws Exception {
        String tree = rig.get("/api/v1/streams/live/cam/tree").body();
        assertThat(tree).contains("\"role\":\"leader\"", "\"parent\":\"local\"",
                "\"bitrateBps\":2400000");
        assertThat(rig.get("/api/v1/streams/live/other/tree").statusCode()).isEqualTo(404);
    }

    @Test
    void aNodeInNoClusterIsAFleetOfOne() throws Exception {
        rig.publish("live", "cam", ControlRig.VIDEO);
        LoneFleet fleet = new LoneFleet(rig.streams, rig.node,
                () -> new Load(3, 40, 900_000, 0, 2, 0, 1));
        assertThat(fleet.nodes()).singleElement().satisfies(node -> {
            assertThat(node.self()).isTrue();
            assertThat(node.load().memoryPercent()).isEqualTo(40);
            assertThat(node.leads()).isEqualTo(1);
        });
        assertThat(fleet.order("local", new Wanted("draining", "a", "", 0)))
                .isEqualTo(Ordered.NO_CLUSTER);
        assertThat(fleet.tree(StreamKey.of("live", "cam")))
                .singleElement().satisfies(limb -> assertThat(limb.role()).isEqualTo("leader"));
    }
}
