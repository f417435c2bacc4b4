package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.HealedCluster.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The watch page in Chromium plays from an edge, by low-latency HLS in one tab and by plain HLS in
/// another, while the stream's leader is killed; the encoder pushes to a standby as well.
///
/// Pictures from before, at and after it, and a report, are left in `server/target/failover`.
@Tag("browser")
@Timeout(180)
final class FailoverBrowserTest {

    private static final Duration WATCHED = Duration.ofMinutes(2);
    private static final Path CONSOLE = Path.of("..", "console");
    private static final Path SHOTS = Path.of("target", "failover").toAbsolutePath();
    private static final List<String> AS_USUAL = List.of("apps.live.hls.segment-duration=2s",
            "apps.live.hls.part-duration=500ms", "healing.enabled=false");
    private static final String ENCODER = "-re -f lavfi -i testsrc2=size=640x360:rate=25 "
            + "-re -f lavfi -i sine=frequency=440:sample_rate=48000 -map 0:v -map 1:a "
            + "-flags +global_header -g 25 -c:v libx264 -preset ultrafast -bf 0 -b:v 500k "
            + "-pix_fmt yuv420p -c:a aac -f tee";

    @TempDir
    Path folder;

    @Test
    void playersDoNotStallWhenTheLeaderIsKilled() throws Exception {
        try (HealedCluster cluster = new HealedCluster(folder)) {
            String[] usual = AS_USUAL.toArray(String[]::new);
            Program leader = cluster.start("leader",
                    cluster.command("leader", "ingest,origin", usual));
            cluster.start("standby", cluster.command("standby", "ingest,origin", usual));
            cluster.open("edge", "edge", usual);
            cluster.awaitAnswer("leader");
            cluster.awaitAnswer("standby");
            try (Program encoder = encoder(cluster)) {
                cluster.awaitPlaylist("leader");
                cluster.awaitPlaylist("standby");
                assertThat(leader.errors()).as("the first one leads").contains("relay opened");
                try (Program watching = Program.start(folder, Map.of(), List.of("node",
                        CONSOLE.resolve("e2e/failover.mjs").toString(), cluster.url("edge", ""),
                        HealedCluster.STREAM, "--pid", Long.toString(leader.pid()),
                        "--out", SHOTS.toString()))) {
                    int code = watching.await(WATCHED);
                    assertThat(code).as(watching.output() + watching.told()).isZero();
                }
                assertThat(leader.isAlive()).isFalse();
                assertThat(encoder.isAlive()).as(encoder.told()).isTrue();
            }
        }
    }

    /// One that pushes twice, and goes on with one when the other fails.
    private Program encoder(HealedCluster cluster) throws Exception {
        List<String> words = new ArrayList<>(List.of(ENCODER.split(" ")));
        words.add(output(cluster, "leader") + "|" + output(cluster, "standby"));
        return Ffmpeg.OLD.start(folder, words);
    }

    private static String output(HealedCluster cluster, String name) throws Exception {
        Ports at = cluster.ports(name);
        return "[f=flv:onfail=ignore:flvflags=no_duration_filesize]rtmp://" + at.host() + ":"
                + at.rtmp() + "/" + HealedCluster.STREAM + "?key=the-key";
    }
}
