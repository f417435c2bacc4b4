package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.tools.probe.HlsWatch;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thirty seconds of low-latency reloads, as a strict player makes them, break no rule of HLS.
@Tag("clients")
final class HlsRulesTest {

    private static final Duration WATCH = Duration.ofSeconds(30);
    /// A part lasts 500 ms; the rest is for two cores that other tests may keep busy.
    private static final double ANSWER_MS = 1_000;
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=30000/1001 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+10*t)*t):s=48000 -t 42 -map 0:v -map 1:a "
            + "-g 60 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v 300k -c:a aac";

    @TempDir
    Path folder;

    @Test
    void thirtySecondsOfReloadsBreakNoRule() throws Exception {
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=1s")) {
            Path clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
            try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp("rules"))) {
                node.awaitStream("rules");
                node.awaitSegment("live/rules/a2.m3u8");
                HlsWatch video = watch(node, "v1.m3u8");
                HlsWatch audio = watch(node, "a2.m3u8");
                Thread other = Thread.ofVirtual().start(() -> audio.watch(WATCH));
                video.watch(WATCH);
                other.join();
                assertThat(publisher.isAlive()).isTrue();
                judge("v1", video);
                judge("a2", audio);
                assertThat(PlaylistRules.acrossRenditions(
                        List.of(video.served().getLast(), audio.served().getLast()))).isEmpty();
                assertRefusals(node, video.served().getLast());
            }
        }
    }

    private static HlsWatch watch(TestNode node, String playlist) {
        return new HlsWatch(node.client(), URI.create(node.http("live/rules/" + playlist)));
    }

    private static void judge(String rendition, HlsWatch seen) {
        assertThat(seen.findings()).as(rendition).isEmpty();
        assertThat(seen.served().size()).as(rendition).isGreaterThan(50);
        assertThat(seen.slowestReloadMs()).as(rendition + ": slowest blocking reload")
                .isLessThan(ANSWER_MS);
        assertThat(seen.updates()).as(rendition + ": playlists that skip").isGreaterThan(10);
        assertThat(seen.segmentsCompared()).as(rendition).isGreaterThan(10);
        assertThat(seen.hints()).as(rendition).isGreaterThan(40);
    }

    /// More than two segments ahead is nonsense, and a part alone names nothing.
    private static void assertRefusals(TestNode node, MediaPlaylist last) throws Exception {
        String path = "live/rules/v1.m3u8";
        assertThat(node.get(path + "?_HLS_msn=" + (last.nextSequence() + 5)).statusCode())
                .isEqualTo(400);
        assertThat(node.get(path + "?_HLS_part=1").statusCode()).isEqualTo(400);
        assertThat(node.get("live/rules/v1/00000000/1.0.m4s").statusCode()).isEqualTo(404);
    }
}
