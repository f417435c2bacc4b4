package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.format.m3u8.RenditionRules;
import io.freshet.tools.probe.HlsWatch;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thirty seconds of low-latency reloads, as a strict player makes them, break no rule of HLS.
@Tag("clients")
final class HlsRulesTest {

    private static final Duration WATCH = Duration.ofSeconds(30);
    /// A part lasts 500 ms; the rest is for two cores that other tests may keep busy.
    private static final double ANSWER_MS = 1_000;
    private static final String SOUND =
            "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+10*t)*t):s=48000 ";
    private static final String PICTURE = "-f lavfi -i testsrc2=size=320x180:rate=30000/1001 ";
    private static final String AVC = " -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 "
            + "-b:v 300k -c:a aac";

    @TempDir
    Path folder;

    /// What is published, for as long as it takes to get ready and to watch.
    enum Source {
        BOTH(PICTURE + SOUND + "-t 48 -map 0:v -map 1:a -g 60", "v1 a2"),
        MULTITRACK(PICTURE + SOUND + "-t 48 -map 0:v -map 0:v -map 1:a -map 1:a -g 60",
                "v1 v257 a2 a513"),
        SOUND_ALONE(SOUND + "-t 48", "a2"),
        PICTURE_ALONE(PICTURE + "-t 48 -g 60", "v1"),
        KEY_FRAMES_EVERY_10_SECONDS(PICTURE + SOUND + "-t 58 -map 0:v -map 1:a -g 300", "v1 a2");

        final String recipe;
        private final String paths;

        Source(String recipe, String paths) {
            this.recipe = recipe + AVC;
            this.paths = paths;
        }

        List<String> renditions() {
            return List.of(paths.split(" "));
        }

        String stream() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One player of one rendition.
    private record Watching(Source source, String rendition, HlsWatch player,
            List<String> faults) {

        static Watching of(TestNode node, Source source, String rendition) {
            String path = folder(source) + rendition + ".m3u8";
            return new Watching(source, rendition,
                    new HlsWatch(node.client(), URI.create(node.http(path))), new ArrayList<>());
        }

        private static String folder(Source source) {
            return "live/" + source.stream() + "/";
        }

        String folder() {
            return folder(source);
        }

        String path() {
            return folder() + rendition + ".m3u8";
        }

        List<String> others() {
            return source.renditions().stream().filter(it -> !it.equals(rendition)).toList();
        }
    }

    @Test
    void thirtySecondsOfReloadsBreakNoRule() throws Exception {
        List<Program> publishers = new ArrayList<>();
        List<Watching> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=30s")) {
            Ffmpeg ffmpeg = Ffmpeg.enhanced();
            Map<Source, Path> clips = new EnumMap<>(Source.class);
            for (Source source : Source.values()) {
                clips.put(source, ffmpeg.make(folder, source.stream() + ".mp4", source.recipe));
            }
            for (Source source : Source.values()) {
                publishers.add(ffmpeg.publish(folder, clips.get(source),
                        node.rtmp(source.stream())));
            }
            for (Source source : Source.values()) {
                node.awaitStream(source.stream());
                node.awaitLine("live/" + source.stream() + "/index.m3u8",
                        "#EXT-X-STREAM-INF");
                source.renditions().forEach(it -> all.add(Watching.of(node, source, it)));
            }
            for (Watching each : all) {
                threads.add(Thread.ofVirtual().start(() -> watch(node, each)));
            }
            for (Thread each : threads) {
                each.join();
            }
            all.forEach(HlsRulesTest::judge);
            for (Watching each : all) {
                ListedMedia.assertTrue(node, each.folder(), each.path());
            }
            Watching first = all.getFirst();
            assertRefusals(node, first);
            assertWholeSegment(node, first);
            publishers.forEach(Program::kill);
            assertUnavailable(node, first);
        } finally {
            publishers.forEach(Program::close);
        }
    }

    private static void judge(Watching seen) {
        HlsWatch player = seen.player;
        boolean shortGop = player.served().getFirst().targetSeconds() < 5;
        assertThat(seen.faults).as(seen.path()).isEmpty();
        assertThat(player.findings()).as(seen.path()).isEmpty();
        assertThat(player.served().size()).as(seen.path()).isGreaterThan(45);
        assertThat(player.slowestReloadMs()).as(seen.path() + ": slowest blocking reload")
                .isLessThan(ANSWER_MS);
        assertThat(player.updates()).as(seen.path() + ": playlists that skip")
                .isGreaterThan(shortGop ? 10 : -1);
        assertThat(player.segmentsCompared()).as(seen.path()).isGreaterThan(shortGop ? 10 : 1);
        assertThat(player.hints()).as(seen.path()).isGreaterThan(40);
    }

    private static void watch(TestNode node, Watching seen) {
        try {
            seen.player.watch(WATCH);
            compareReports(node, seen);
        } catch (Exception | AssertionError failure) {
            seen.faults.add(failure.toString());
        }
    }

    private static void compareReports(TestNode node, Watching seen) throws Exception {
        Map<String, MediaPlaylist> before = others(node, seen);
        MediaPlaylist own = MediaPlaylist.parse(node.get(seen.path()).body());
        Map<String, MediaPlaylist> after = others(node, seen);
        Map<String, MediaPlaylist> served = new HashMap<>(before);
        served.put(seen.rendition + ".m3u8", own);
        seen.faults.addAll(RenditionRules.check(seen.rendition + ".m3u8", served, before, after));
        List<MediaPlaylist> all = new ArrayList<>(before.values());
        all.add(own);
        seen.faults.addAll(PlaylistRules.acrossRenditions(all));
    }

    private static Map<String, MediaPlaylist> others(TestNode node, Watching seen)
            throws Exception {
        Map<String, MediaPlaylist> found = new HashMap<>();
        for (String other : seen.others()) {
            found.put(other + ".m3u8", MediaPlaylist.parse(
                    node.get(seen.folder() + other + ".m3u8").body()));
        }
        return found;
    }

    /// More than two segments or 3 s of parts ahead is nonsense, and a part alone names nothing.
    private static void assertRefusals(TestNode node, Watching seen) throws Exception {
        MediaPlaylist last = MediaPlaylist.parse(node.get(seen.path()).body());
        String msn = seen.path() + "?_HLS_msn=";
        assertThat(node.get(msn + (last.nextSequence() + 5)).statusCode()).isEqualTo(400);
        assertThat(node.get(msn + (last.nextSequence() + 1) + "&_HLS_part=9").statusCode())
                .isEqualTo(400);
        assertThat(node.get(seen.path() + "?_HLS_part=1").statusCode()).isEqualTo(400);
        assertThat(node.get(seen.folder() + "v1/00000000/1.0.m4s").statusCode()).isEqualTo(404);
    }

    /// Without a part, the answer waits for the whole segment.
    private static void assertWholeSegment(TestNode node, Watching seen) throws Exception {
        long next = MediaPlaylist.parse(node.get(seen.path()).body()).nextSequence();
        MediaPlaylist answer =
                MediaPlaylist.parse(node.get(seen.path() + "?_HLS_msn=" + next).body());
        assertThat(answer.nextSequence()).isEqualTo(next + 1);
    }

    /// The publisher has gone: three target durations are waited, and then it is said.
    private static void assertUnavailable(TestNode node, Watching seen) throws Exception {
        MediaPlaylist last = MediaPlaylist.parse(node.get(seen.path()).body());
        long askedNs = System.nanoTime();
        HttpResponse<String> answer = node.get(seen.path() + "?_HLS_msn="
                + (last.nextSequence() + 1));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat((System.nanoTime() - askedNs) / 1e9).isBetween(2.9 * last.targetSeconds(),
                3.0 * last.targetSeconds() + 2);
    }
}
