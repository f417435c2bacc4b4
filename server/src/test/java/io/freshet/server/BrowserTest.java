package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Audience.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch page plays every kind of stream in Chromium: frames advance, nothing is reported.
///
/// Reports and screenshots are left in `server/target/watch`.
@Tag("browser")
final class BrowserTest {

    private static final Duration END = Duration.ofSeconds(60);
    private static final Path CONSOLE = Path.of("..", "console");
    private static final Path SHOTS = Path.of("target", "watch");
    /// With a GOP of 1 s, no B-frames and a picture of a size that a webcam sends.
    private static final String RECIPE = "-f lavfi -i testsrc2=size=640x360:rate=25 "
            + "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 30 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -bf 0 -b:v 800k -pix_fmt yuv420p -c:a aac";

    @TempDir
    static Path folder;
    private static TestNode node;
    private static Path clip;

    @BeforeAll
    static void open() throws Exception {
        node = TestNode.open(folder);
        clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void theQualitiesOfAMultitrackStreamCanBeChosen() throws Exception {
        Ffmpeg enhanced = Ffmpeg.enhanced();
        String recipe = RECIPE.replace("-t 30", "-t 70");
        Path high = enhanced.make(folder, "high.mp4", recipe);
        Path low = enhanced.make(folder, "low.mp4", recipe.replace("640x360", "320x180"));
        try (Program publisher = enhanced.start(folder, List.of("-re", "-i", high.toString(),
                "-re", "-i", low.toString(), "-map", "0:v", "-map", "1:v", "-map", "0:a",
                "-map", "1:a", "-c", "copy", "-f", "flv", "-flvflags", "no_duration_filesize",
                node.rtmp("levels")))) {
            node.awaitStream("levels");
            node.awaitSegment("live/levels/v257.m3u8");
            watch(List.of("node", CONSOLE.resolve("e2e/levels.mjs").toString(), node.http(""),
                    "live/levels", "--seconds", "5"));
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// Media sources take no MP3 in MP4: the page goes to another player by itself.
    @Test
    void mp3PlaysByItself() throws Exception {
        Path mp3 = Ffmpeg.OLD.make(folder, "mp3.mp4", RECIPE.replace("-c:a aac",
                "-c:a libmp3lame -ar 44100"));
        try (Program publisher = Ffmpeg.OLD.publish(folder, mp3, node.rtmp("mp3"))) {
            node.awaitStream("mp3");
            node.awaitSegment("live/mp3/ts.m3u8");
            watch(List.of("node", CONSOLE.resolve("e2e/watch.mjs").toString(), node.http(""),
                    "live/mp3", "--player", "auto", "--seconds", "5", "--starts-max", "2"));
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static void watch(List<String> words) throws Exception {
        try (Program watching = Program.start(folder, Map.of(), words)) {
            int code = watching.await(END);
            assertThat(code).as(watching.output() + watching.told()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"llhls, 3", "flv, 3", "wsflv, 3", "ts, 12"})
    void theWatchPagePlays(String player, int latencyMaxSeconds) throws Exception {
        watch(node.http(""), player, player, "--latency-max", String.valueOf(latencyMaxSeconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llhls", "flv", "wsflv"})
    void theWatchPagePlaysOverHttps(String player) throws Exception {
        watch(node.https(""), "tls-" + player, player, "--protocol", "h2");
    }

    /// hls.js, mpegts.js and the browser's decoder follow a picture that changes its size, and
    /// sound that changes its rate.
    @ParameterizedTest
    @ValueSource(strings = {"llhls", "flv", "ts"})
    void thePictureMayChangeItsSize(String player) throws Exception {
        String name = "changing-" + player;
        Path changing = ChangingClip.make(
                Files.createDirectories(folder.resolve(name)), 20);
        try (Program _ = Ffmpeg.OLD.publish(folder, changing, node.rtmp(name))) {
            node.awaitStream(name);
            if (!player.equals("flv")) {
                node.awaitSegment("live/" + name + "/ts.m3u8");
            }
            try (Program watching = Program.start(folder, "node",
                    CONSOLE.resolve("e2e/resize.mjs").toString(), node.http(""), "live/" + name,
                    player, "320", "640")) {
                int code = watching.await(END.plusSeconds(30));
                assertThat(code).as(watching.output() + watching.told()).isZero();
            }
        }
    }

    private static void watch(String site, String name, String player, String... options)
            throws Exception {
        try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp(name))) {
            node.awaitStream(name);
            node.awaitSegment("live/" + name + "/ts.m3u8");
            List<String> words = new ArrayList<>(List.of("node",
                    CONSOLE.resolve("e2e/watch.mjs").toString(), site, "live/" + name,
                    "--player", player, "--seconds", "12", "--out",
                    SHOTS.resolve(name).toAbsolutePath().toString()));
            words.addAll(List.of(options));
            watch(words);
            boolean hls = player.equals("llhls") || player.equals("ts");
            // It has just gone, and is remembered; that the test asked for a playlist is forgotten.
            assertThat(node.stream(name).audience().watching(Protocol.HLS))
                    .isEqualTo(hls ? 1 : 0);
            assertThat(publisher.isAlive()).isTrue();
        }
    }
}
