package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.control.NodeStatus.Reload;
import io.freshet.server.PacketDigests.Difference;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg publishes and reads while every setting of the app changes under it, several times.
@Tag("clients")
final class ReloadClientsTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+40*t)*t):s=48000 -t 10 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v 300k -c:a aac";
    private static final String FILTERS = "-bsf:v h264_mp4toannexb,filter_units=remove_types=7-9 "
            + "-bsf:a aac_adtstoasc";
    private static final List<String> OTHERS = List.of(
            "{publish-keys: [geheim], takeover: newest, inputs: 2, flush-interval: 100ms, "
                    + "reconnect-window: 2s, gop-frames-max: 500, viewers-max: 1, public: false, "
                    + "hls: {segment-duration: 4s, part-duration: 1s}}",
            "{flush-interval: 0, viewer-behind-max: 10s, viewer-patience: 40s, streams-max: 1, "
                    + "viewers-max: 50, hls: {enabled: false}}",
            "{flush-interval: video, gop-duration-max: 5s, takeover: refuse}");

    @TempDir
    Path folder;
    private TestNode node;
    private Path clip;

    @BeforeEach
    void open() throws Exception {
        write("{reconnect-window: 1s, hls: {segment-duration: 1s, part-duration: 200ms}}");
        node = TestNode.open(folder);
        clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void write(String live) throws Exception {
        Files.writeString(folder.resolve("freshet.yaml"), "apps: {live: " + live + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", ".flv", "/index.m3u8"})
    void everyByteArrivesThroughReloads(String place) throws Exception {
        try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp("kept"))) {
            node.awaitStream("kept");
            boolean hls = place.endsWith("m3u8");
            if (hls) {
                node.awaitSegment("live/kept/v1.m3u8");
            }
            try (Program reader = Ffmpeg.OLD.digest(folder,
                    place.equals("rtmp") ? node.rtmp("kept") : node.http("live/kept" + place),
                    hls ? List.of("-live_start_index", "0") : List.of(), FILTERS)) {
                for (String other : OTHERS) {
                    long frames = node.framesIn("kept");
                    Patience.until("frames", END, () -> node.framesIn("kept") > frames + 60);
                    write(other);
                    assertThat(node.reload()).isInstanceOf(Reload.Done.class);
                    assertThat(publisher.isAlive()).as(publisher.told()).isTrue();
                }
                publisher.finish(END);
                Difference difference = digest().against(
                        PacketDigests.parse(reader.finish(END)));
                assertThat(difference.faults()).as(reader.told()).isEmpty();
                assertThat(difference.share()).isGreaterThan(hls ? 0.4 : 0.7);
            }
        }
    }

    @Test
    void aHangupReadsTheSettingsAgain() throws Exception {
        assumeThat(isHangupIgnored()).as("hang-ups are ignored here, as by nohup").isFalse();
        write("{takeover: refuse}");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve",
                "--config", folder.resolve("freshet.yaml").toString()));
        for (String listener : List.of("rtmp", "rtmps", "http", "https", "control")) {
            words.addAll(List.of("--set", listener + ".listen=127.0.0.1:0"));
        }
        words.addAll(List.of("--set", "data-dir=" + folder.resolve("other")));
        try (Program program = Program.start(folder, Map.of(), words)) {
            await(program, "rtmp://localhost:");
            write("{takeover: newest}");
            hangUp(program);
            await(program, "by=SIGHUP in-effect=apps.live.takeover ");
            write("{takeover: nobody}");
            hangUp(program);
            await(program, "settings refused, nothing was changed by=SIGHUP");
            assertThat(program.isAlive()).isTrue();
        }
    }

    /// What ignores it hands that on to those whom it starts.
    private static boolean isHangupIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    private static void await(Program program, String words) throws InterruptedException {
        Patience.until(words, END, () -> {
            try {
                return (program.output() + program.errors()).contains(words);
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private void hangUp(Program program) throws Exception {
        try (Program kill = Program.start(folder, "kill", "-HUP", Long.toString(program.pid()))) {
            kill.finish(END);
        }
    }

    private PacketDigests digest() throws Exception {
        try (Program reading = Ffmpeg.OLD.digest(folder, clip.toString(), List.of(), FILTERS)) {
            return PacketDigests.parse(reading.finish(END));
        }
    }
}
