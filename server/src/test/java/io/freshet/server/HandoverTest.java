package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.HealedCluster.Limb;
import io.freshet.server.HealedCluster.Ports;
import io.freshet.server.HealedCluster.Viewer;
import io.freshet.testkit.Patience;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two outputs of an encoder, of which one breaks while its node is well.
@Tag("clients")
@Timeout(300)
final class HandoverTest {

    private static final String ENCODER = "-re -f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-c:v libx264 -preset ultrafast -bf 0 -g 25 -b:v 200k -pix_fmt yuv420p -f flv";
    private static final String TREE = "api/v1/streams/" + HealedCluster.STREAM + "/tree";

    @TempDir Path folder;

    private static void awaitStandby(HealedCluster cluster) {
        Patience.until("one that stands by", HealedCluster.LONG, () -> {
            try {
                return cluster.api("GET", TREE).contains("\"role\":\"standby\"");
            } catch (Exception notNow) {
                return false;
            }
        });
    }

    private static void awaitLeader(HealedCluster cluster, String leader, String follower)
            throws InterruptedException {
        Map<String, Limb> tree = cluster.awaitTree(leader + " leads", limbs ->
                limbs.containsKey(follower) && limbs.get(follower).parent().equals(leader)
                        && limbs.containsKey("edge") && limbs.get("edge").level() > 0);
        assertThat(tree.get(leader).level()).isZero();
    }

    private static void open(HealedCluster cluster) throws Exception {
        String[] settings = {"healing.enabled=false", "rtmp.publisher-idle-timeout=3m"};
        for (String name : List.of("one", "other")) {
            cluster.open(name, "ingest,origin,edge,control", settings);
        }
        cluster.open("edge", "edge", settings);
        cluster.operate("one");
    }

    private static List<Viewer> watch(HealedCluster cluster) throws Exception {
        awaitStandby(cluster);
        List<Viewer> viewers = new ArrayList<>();
        for (String name : List.of("one", "other", "edge")) {
            cluster.awaitPlaylist(name);
            viewers.add(cluster.new Viewer(name));
        }
        viewers.forEach(Viewer::awaitMore);
        return viewers;
    }

    /// It holds its connection, which no idle timeout ends as long as the test lasts.
    @Test
    void anEncoderThatFreezesIsLeftForTheOtherOutputAndStandsByWhenItGoesOn() throws Exception {
        try (HealedCluster cluster = new HealedCluster(folder)) {
            open(cluster);
            try (Program freezes = encoder(cluster, "one");
                    Program stays = encoder(cluster, "other")) {
                List<Viewer> viewers = watch(cluster);
                awaitLeader(cluster, "one", "other");
                signal(freezes, "STOP");
                awaitLeader(cluster, "other", "one");
                viewers.forEach(Viewer::awaitMore);
                signal(freezes, "CONT");
                awaitStandby(cluster);
                viewers.forEach(Viewer::awaitMore);
                assertThat(freezes.isAlive()).as("its connection had stayed").isTrue();
                assertThat(stays.isAlive()).isTrue();
            }
        }
    }

    private Program encoder(HealedCluster cluster, String name) throws Exception {
        List<String> words = new ArrayList<>(List.of(ENCODER.split(" ")));
        Ports at = cluster.ports(name);
        words.add("rtmp://" + at.host() + ":" + at.rtmp() + "/" + HealedCluster.STREAM
                + "?key=the-key");
        Program encoder = Ffmpeg.OLD.start(folder, words);
        cluster.awaitPlaylist(name);
        return encoder;
    }

    private void signal(Program to, String name) throws Exception {
        try (Program kill = Program.start(folder, "kill", "-" + name, Long.toString(to.pid()))) {
            assertThat(kill.await(HealedCluster.LONG)).isZero();
        }
    }

    /// The leader waited for its own publisher, and with it all the others, until it gave up.
    @Test
    void theOtherOutputGoesOnAndTheNodeOfTheBrokenOneFollows() throws Exception {
        try (HealedCluster cluster = new HealedCluster(folder)) {
            open(cluster);
            Thread breaks = cluster.publish("one");
            Thread left = cluster.publish("other");
            List<Viewer> viewers = watch(cluster);
            breaks.interrupt();
            awaitLeader(cluster, "other", "one");
            viewers.forEach(Viewer::awaitMore);
            // What is left of it breaks as well, and comes back to the node that it began at.
            left.interrupt();
            cluster.publish("one");
            awaitLeader(cluster, "one", "other");
            viewers.forEach(Viewer::awaitMore);
        }
    }
}
