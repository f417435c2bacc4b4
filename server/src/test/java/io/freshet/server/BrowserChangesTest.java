package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch page in Chromium where something changes: the quality, the player, the picture's size.
@Tag("browser")
final class BrowserChangesTest {

    @TempDir
    static Path folder;
    private static TestNode node;

    @BeforeAll
    static void open() throws Exception {
        node = TestNode.open(folder);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void theQualitiesOfAMultitrackStreamCanBeChosen() throws Exception {
        Ffmpeg enhanced = Ffmpeg.enhanced();
        String recipe = WatchPage.RECIPE.replace("-t 30", "-t 70");
        Path high = enhanced.make(folder, "high.mp4", recipe);
        Path low = enhanced.make(folder, "low.mp4", recipe.replace("640x360", "320x180"));
        try (Program publisher = enhanced.start(folder, List.of("-re", "-i", high.toString(),
                "-re", "-i", low.toString(), "-map", "0:v", "-map", "1:v", "-map", "0:a",
                "-map", "1:a", "-c", "copy", "-f", "flv", "-flvflags", "no_duration_filesize",
                node.rtmp("levels")))) {
            node.awaitStream("levels");
            node.awaitSegment("live/levels/v257.m3u8");
            WatchPage.look(folder, "levels.mjs", node.http(""), "live/levels", "--seconds", "5");
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// Media sources take no MP3 in MP4: the page goes to another player by itself.
    @Test
    void mp3PlaysByItself() throws Exception {
        Path mp3 = Ffmpeg.OLD.make(folder, "mp3.mp4", WatchPage.RECIPE.replace("-c:a aac",
                "-c:a libmp3lame -ar 44100"));
        try (Program publisher = Ffmpeg.OLD.publish(folder, mp3, node.rtmp("mp3"))) {
            node.awaitStream("mp3");
            node.awaitSegment("live/mp3/ts.m3u8");
            WatchPage.look(folder, "watch.mjs", node.http(""), "live/mp3", "--player", "auto",
                    "--seconds", "5", "--starts-max", "2");
            assertThat(publisher.isAlive()).isTrue();
        }
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
            WatchPage.look(folder, "resize.mjs", node.http(""), "live/" + name, player, "320",
                    "640");
        }
    }
}
