package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.Audience.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch page plays every kind of stream in Chromium: frames advance, nothing is reported.
///
/// Reports and screenshots are left in `server/target/watch`.
@Tag("browser")
final class BrowserTest {

    private static final Path SHOTS = Path.of("target", "watch");

    @TempDir
    static Path folder;
    private static TestNode node;
    private static Path clip;

    @BeforeAll
    static void open() throws Exception {
        node = TestNode.open(folder);
        clip = Ffmpeg.OLD.make(folder, "clip.mp4", WatchPage.RECIPE);
    }

    @AfterAll
    static void close() {
        node.close();
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

    private static void watch(String site, String name, String player, String... options)
            throws Exception {
        try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp(name))) {
            node.awaitStream(name);
            node.awaitSegment("live/" + name + "/ts.m3u8");
            List<String> words = new ArrayList<>(List.of(site, "live/" + name,
                    "--player", player, "--seconds", "12", "--out",
                    SHOTS.resolve(name).toAbsolutePath().toString()));
            words.addAll(List.of(options));
            WatchPage.look(folder, "watch.mjs", words.toArray(String[]::new));
            boolean hls = player.equals("llhls") || player.equals("ts");
            // It has just gone, and is remembered; that the test asked for a playlist is forgotten.
            assertThat(node.stream(name).audience().watching(Protocol.HLS))
                    .isEqualTo(hls ? 1 : 0);
            assertThat(publisher.isAlive()).isTrue();
        }
    }
}
