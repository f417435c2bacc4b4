package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.format.m3u8.PlaylistRules;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thirty seconds of low-latency reloads, as a strict player makes them, break no rule of HLS.
@Tag("clients")
final class HlsRulesTest {

    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(30);
    /// A part lasts 500 ms; the rest is for two cores that other tests may keep busy.
    private static final double ANSWER_MS = 1_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=30000/1001 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+10*t)*t):s=48000 -t 42 -map 0:v -map 1:a "
            + "-g 60 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v 300k -c:a aac";

    @TempDir
    Path folder;

    /// What one player of one rendition saw.
    private static final class Watching {
        final String rendition;
        final List<MediaPlaylist> served = new ArrayList<>();
        final Map<String, CompletableFuture<HttpResponse<byte[]>>> hinted = new HashMap<>();
        final List<String> faults = new ArrayList<>();
        double slowestMs;
        int updates;
        int segmentsCompared;

        Watching(String rendition) {
            this.rendition = rendition;
        }
    }

    @Test
    void thirtySecondsOfReloadsBreakNoRule() throws Exception {
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=1s")) {
            Path clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
            try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp("rules"))) {
                node.awaitStream("rules");
                node.awaitSegment("live/rules/a2.m3u8");
                Watching video = new Watching("v1");
                Watching audio = new Watching("a2");
                Thread other = Thread.ofVirtual().start(() -> watch(node, audio));
                watch(node, video);
                other.join();
                assertThat(publisher.isAlive()).isTrue();
                judge(video);
                judge(audio);
                assertThat(PlaylistRules.acrossRenditions(
                        List.of(video.served.getLast(), audio.served.getLast()))).isEmpty();
                assertRefusals(node, video.served.getLast());
            }
        }
    }

    private static void judge(Watching seen) {
        assertThat(seen.faults).as(seen.rendition).isEmpty();
        assertThat(PlaylistRules.check(seen.served)).as(seen.rendition).isEmpty();
        assertThat(seen.served.size()).as(seen.rendition).isGreaterThan(50);
        assertThat(seen.slowestMs).as(seen.rendition + ": slowest blocking reload")
                .isLessThan(ANSWER_MS);
        assertThat(seen.updates).as(seen.rendition + ": playlists that skip").isGreaterThan(10);
        assertThat(seen.segmentsCompared).as(seen.rendition).isGreaterThan(10);
        assertThat(seen.hinted.size()).as(seen.rendition).isGreaterThan(40);
    }

    private static void watch(TestNode node, Watching seen) {
        try {
            MediaPlaylist now = MediaPlaylist.parse(
                    node.get("live/rules/" + seen.rendition + ".m3u8").body());
            seen.served.add(now);
            long endNs = System.nanoTime() + WATCH_NS;
            while (System.nanoTime() < endNs) {
                hint(node, seen, now);
                MediaPlaylist next = reload(node, seen, now);
                seen.served.add(next);
                compareSegments(node, seen, now, next);
                now = next;
            }
            compareHints(node, seen);
        } catch (Exception failure) {
            seen.faults.add(failure.toString());
        }
    }

    /// Asks for what comes next, with skipping, and puts it together with what came before.
    private static MediaPlaylist reload(TestNode node, Watching seen, MediaPlaylist now)
            throws Exception {
        String path = "live/rules/" + seen.rendition + ".m3u8";
        long msn = now.nextSequence();
        int part = now.open().parts().size();
        long askedNs = System.nanoTime();
        HttpResponse<String> answer = node.get(path + "?_HLS_msn=" + msn + "&_HLS_part=" + part
                + "&_HLS_skip=YES");
        seen.slowestMs = Math.max(seen.slowestMs, (System.nanoTime() - askedNs) / 1e6);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answers " + answer.statusCode());
        }
        MediaPlaylist update = MediaPlaylist.parse(answer.body());
        seen.updates += update.skipped() > 0 ? 1 : 0;
        MediaPlaylist merged = now.merged(update);
        boolean came = merged.nextSequence() > msn
                || merged.nextSequence() == msn && merged.open().parts().size() > part;
        if (!came) {
            seen.faults.add("asked for " + msn + "." + part + ", which the answer lacks");
        }
        MediaPlaylist full = MediaPlaylist.parse(node.get(path).body());
        if (full.nextSequence() == merged.nextSequence()
                && full.open().parts().size() == merged.open().parts().size()
                && !withoutReports(full).equals(withoutReports(merged))) {
            seen.faults.add("merged:\n" + merged.write() + "\nbut full:\n" + full.write());
        }
        return merged;
    }

    /// The other rendition may have come further between two answers.
    private static String withoutReports(MediaPlaylist playlist) {
        return playlist.write().lines().filter(line -> !line.startsWith("#EXT-X-RENDITION-REPORT"))
                .toList().toString();
    }

    private static void hint(TestNode node, Watching seen, MediaPlaylist now) {
        String uri = now.preloadHint();
        if (!uri.isEmpty()) {
            seen.hinted.computeIfAbsent(uri, _ -> node.client().sendAsync(
                    request(node, uri), BodyHandlers.ofByteArray()));
        }
    }

    /// What a hint was answered with is what the part is later; unless the segment ended before.
    private static void compareHints(TestNode node, Watching seen) throws Exception {
        List<String> listed = seen.served.stream().flatMap(playlist -> {
            List<MediaSegment> all = new ArrayList<>(playlist.segments());
            all.add(playlist.open());
            return all.stream();
        }).flatMap(segment -> segment.parts().stream()).map(PartialSegment::uri).toList();
        for (var each : seen.hinted.entrySet()) {
            if (!listed.contains(each.getKey())) {
                continue;
            }
            HttpResponse<byte[]> held = each.getValue().get(10, TimeUnit.SECONDS);
            if (held.statusCode() != 200
                    || !Arrays.equals(held.body(), fetch(node, each.getKey()))) {
                seen.faults.add("hint " + each.getKey() + " answered " + held.statusCode());
            }
        }
    }

    private static void compareSegments(TestNode node, Watching seen, MediaPlaylist before,
            MediaPlaylist after) throws Exception {
        for (long number = before.nextSequence(); number < after.nextSequence(); number++) {
            MediaSegment segment = after.segments().get((int) (number - after.mediaSequence()));
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            for (PartialSegment part : segment.parts()) {
                parts.writeBytes(fetch(node, part.uri()));
            }
            seen.segmentsCompared++;
            if (!Arrays.equals(parts.toByteArray(), fetch(node, segment.uri()))) {
                seen.faults.add("the parts of " + segment.uri() + " are not the segment");
            }
        }
    }

    private static byte[] fetch(TestNode node, String uri) throws Exception {
        HttpResponse<byte[]> answer = node.client().send(request(node, uri),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new AssertionError(uri + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static HttpRequest request(TestNode node, String uri) {
        return HttpRequest.newBuilder(URI.create(node.http("live/rules/" + uri)))
                .timeout(ATTEMPT).build();
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
