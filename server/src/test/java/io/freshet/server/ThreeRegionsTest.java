package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.HealedCluster.Limb;
import io.freshet.server.HealedCluster.Viewer;
import io.freshet.testkit.LocationFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Six nodes in three regions: one copy of a stream crosses into each, and where the node dies that
/// it came in by, the next one takes its place while viewers stay.
@Tag("clients")
@Timeout(300)
final class ThreeRegionsTest {

    private static final Set<String> ALL = Set.of("eu1", "eu2", "us1", "us2", "as1", "as2");
    private static final int DEPTH_MAX = 3;

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).build();

    /// Waits until all of them have the stream, and looks at the ways it came.
    private Map<String, Limb> awaitTree(HealedCluster cluster, Set<String> nodes)
            throws InterruptedException {
        Map<String, Limb> limbs = cluster.awaitTree("the stream at " + nodes, tree ->
                tree.keySet().equals(nodes)
                        && tree.values().stream().allMatch(limb -> limb.level() >= 0));
        Map<String, String> crossings = new HashMap<>();
        limbs.forEach((name, limb) -> {
            Limb step = limb;
            int hops = 0;
            while (!step.parent().isEmpty() && hops <= DEPTH_MAX) {
                step = limbs.get(step.parent());
                hops++;
            }
            assertThat(step).as("the way to " + name + " in " + limbs).isEqualTo(limbs.get("eu1"));
            assertThat(hops).as("hops to " + name).isLessThanOrEqualTo(DEPTH_MAX);
            if (!limb.parent().isEmpty()
                    && !limbs.get(limb.parent()).region().equals(limb.region())) {
                assertThat(crossings.put(limb.region(), name)).as("a second copy in " + limbs)
                        .isNull();
            }
        });
        assertThat(crossings.keySet()).as(limbs.toString()).isEqualTo(Set.of("us", "asia"));
        return limbs;
    }

    private String[] settings(String shape, String region) {
        return new String[] {"healing.enabled=false", "cluster.tree=" + shape,
                "cluster.depth-max=" + DEPTH_MAX, "cluster.children-max=2",
                "cluster.region=" + region, "audience.region-database=" + folder.resolve("mmdb"),
                "audience.region-codes=asia=continent:AS, us=country:US"};
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh", "ring"})
    void oneCopyCrossesAndTheNextParentTakesTheDeadOnesPlace(String shape) throws Exception {
        Files.write(folder.resolve("mmdb"), new LocationFile(24, true)
                .put("127.0.0.0/8", LocationFile.record("AS", "JP", "")).bytes());
        try (HealedCluster cluster = new HealedCluster(folder)) {
            cluster.open("eu1", "ingest,origin,control", settings(shape, "eu"));
            for (String name : List.of("eu2", "us1", "us2")) {
                cluster.open(name, "edge", settings(shape, name.substring(0, 2)));
            }
            Map<String, Program> far = new HashMap<>();
            for (String name : List.of("as1", "as2")) {
                far.put(name, cluster.start(name, cluster.command(name, "edge",
                        settings(shape, "asia"))));
            }
            cluster.publish("eu1");
            cluster.operate("eu1");
            Map<String, Viewer> viewers = new HashMap<>();
            for (String name : ALL) {
                cluster.awaitPlaylist(name);
                viewers.put(name, cluster.new Viewer(name));
            }
            Map<String, Limb> limbs = awaitTree(cluster, ALL);
            assertThat(directions(cluster)).as("by the database we are in Asia")
                    .matches("http://127\\.0\\.0\\.\\d+:(" + cluster.ports("as1").http() + "|"
                            + cluster.ports("as2").http() + ")/live/show/index\\.m3u8");

            aNodeThatIsNoEdgeSendsViewersToOne(cluster);

            String head = limbs.get("as1").parent().equals("eu1") ? "as1" : "as2";
            String next = head.equals("as1") ? "as2" : "as1";
            assertThat(limbs.get(next).parent()).as(limbs.toString()).isEqualTo(head);
            viewers.get(next).awaitMore();
            far.get(head).kill();
            for (String name : ALL) {
                if (!name.equals(head)) {
                    viewers.get(name).awaitMore();
                }
            }
            cluster.awaitTree("the next one in its place", tree ->
                    tree.containsKey(next) && tree.get(next).parent().equals("eu1"));
            viewers.get(next).awaitMore();
        } finally {
            http.shutdownNow();
        }
    }

    private void aNodeThatIsNoEdgeSendsViewersToOne(HealedCluster cluster) throws Exception {
        String playlist = "live/show/index.m3u8";
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(
                cluster.url("eu1", playlist))).header("X-Forwarded-For", "127.0.0.1").build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .isIn(cluster.url("as1", playlist), cluster.url("as2", playlist));
    }

    /// Where a viewer on this machine is sent.
    private String directions(HealedCluster cluster) throws Exception {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(
                cluster.url("eu1", "route?stream=" + HealedCluster.STREAM))).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
