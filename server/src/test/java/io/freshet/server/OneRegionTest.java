package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.HealedCluster.Limb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A leader and three edges of its region: a stream travels in the shape that is set.
@Tag("clients")
@Timeout(300)
final class OneRegionTest {

    private static final List<String> EDGES = List.of("a", "b", "c");

    @TempDir Path folder;

    /// How far from the leader they are, the nearest first.
    private static List<Integer> levels(Map<String, Limb> tree) {
        return EDGES.stream().flatMap(name -> Stream.ofNullable(tree.get(name)))
                .map(Limb::level).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({"star, 16, 1 1 1", "tree, 1, 1 2 3", "tree, 2, 1 1 2"})
    void theTreeHasTheShapeThatIsSet(String shape, int childrenMax, String wanted)
            throws Exception {
        String[] settings = {"healing.enabled=false", "cluster.tree=" + shape,
                "cluster.depth-max=3", "cluster.children-max=" + childrenMax};
        List<Integer> levels = Stream.of(wanted.split(" ")).map(Integer::valueOf).toList();
        try (HealedCluster cluster = new HealedCluster(folder)) {
            cluster.open("leader", "ingest,origin,control", settings);
            for (String name : EDGES) {
                cluster.open(name, "edge", settings);
            }
            cluster.publish("leader");
            cluster.operate("leader");
            for (String name : EDGES) {
                cluster.awaitPlaylist(name);
            }
            Map<String, Limb> tree = cluster.awaitTree("levels " + levels, limbs ->
                    levels(limbs).equals(levels));
            EDGES.forEach(name -> {
                Limb limb = tree.get(name);
                assertThat(tree.get(limb.parent()).level()).as(name + " in " + tree)
                        .isEqualTo(limb.level() - 1);
            });
        }
    }
}
