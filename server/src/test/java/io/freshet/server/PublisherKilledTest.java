package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.server.PacketDigests.Packet;
import io.freshet.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A publisher dies by `kill -9` and is back after two seconds: its viewers see a pause, no end.
@Tag("clients")
final class PublisherKilledTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String FILTERS = "-bsf:v h264_mp4toannexb,filter_units=remove_types=7-9";
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+40*t)*t):s=48000 -t 8 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v 300k -c:a aac";
    private static final double GOP_MS = 1_000;
    /// Output time keeps wall time to the millisecond of each source's first frame, and a busy
    /// machine reads late.
    private static final double SLACK_MS = 300;

    @TempDir
    Path folder;

    /// Keeps what a WebSocket sends, as a file has it.
    private static final class Recorder implements WebSocket.Listener {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            bytes.writeBytes(copy);
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(bytes.toByteArray());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    @Test
    void viewersStayAndTheGapIsTheOutage() throws Exception {
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=5s",
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms")) {
            Path clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
            Recorder recorder = new Recorder();
            List<MediaPlaylist> playlists = new ArrayList<>();
            Map<String, Program> viewers = new LinkedHashMap<>();
            double outageMs;
            try {
                try (Program first = Ffmpeg.OLD.publish(folder, clip, node.rtmp("back"))) {
                    node.awaitStream("back");
                    viewers.put("RTMP", watch(node.rtmp("back")));
                    viewers.put("FLV", watch(node.http("live/back.flv")));
                    node.client().newWebSocketBuilder().buildAsync(
                            node.webSocket("live/back.flv"), recorder).get(10, TimeUnit.SECONDS);
                    node.awaitSegment("live/back/v1.m3u8");
                    reload(node, playlists, 3_000);
                    assertThat(first.isAlive()).isTrue();
                    first.kill();
                }
                final long killedNs = System.nanoTime();
                reload(node, playlists, 2_000);
                viewers.forEach((what, viewer) ->
                        assertThat(viewer.isAlive()).as(what).isTrue());
                assertThat(recorder.closed).isNotDone();
                try (Program second = Ffmpeg.OLD.publish(folder, clip, node.rtmp("back"))) {
                    long before = playlists.getLast().nextSequence();
                    long frames = node.framesIn("back");
                    Patience.until("frames", END, () -> node.framesIn("back") > frames);
                    outageMs = (System.nanoTime() - killedNs) / 1e6;
                    reload(node, playlists, 6_000);
                    assertThat(playlists.getLast().nextSequence()).isGreaterThan(before + 3);
                    second.finish(END);
                }
                Map<String, PacketDigests> seen = new LinkedHashMap<>();
                for (var viewer : viewers.entrySet()) {
                    seen.put(viewer.getKey(),
                            PacketDigests.parse(viewer.getValue().finish(END)));
                }
                Path recorded = Files.write(folder.resolve("ws.flv"),
                        recorder.closed.get(40, TimeUnit.SECONDS));
                seen.put("WS-FLV", digest(recorded));
                judge(seen, digest(clip), outageMs);
                judge(playlists);
            } finally {
                viewers.values().forEach(Program::close);
            }
        }
    }

    private Program watch(String url) throws Exception {
        return Ffmpeg.OLD.digest(folder, url, List.of(), FILTERS);
    }

    private PacketDigests digest(Path file) throws Exception {
        try (Program reading = watch(file.toString())) {
            return PacketDigests.parse(reading.finish(END));
        }
    }

    private static void reload(TestNode node, List<MediaPlaylist> playlists, long durationMs)
            throws Exception {
        long endNs = System.nanoTime() + durationMs * 1_000_000;
        while (System.nanoTime() < endNs) {
            playlists.add(MediaPlaylist.parse(node.get("live/back/v1.m3u8").body()));
            Thread.sleep(100);
        }
    }

    private static void judge(Map<String, PacketDigests> seen, PacketDigests clip,
            double outageMs) {
        List<String> sent = pictures(clip);
        seen.forEach((what, viewed) -> {
            List<String> got = pictures(viewed);
            assertThat(got.size()).as(what + ": both publishers' pictures")
                    .isGreaterThan(sent.size() + 50);
            assertThat(got.subList(got.size() - sent.size(), got.size()))
                    .as(what + ": the second publisher's pictures").isEqualTo(sent);
            assertThat(viewed.longestStepMs()).as(what + ": the gap, outage " + outageMs)
                    .isGreaterThan(1_500).isLessThan(outageMs + GOP_MS + SLACK_MS);
        });
    }

    private static List<String> pictures(PacketDigests packets) {
        return packets.tracks().get("video").stream().map(Packet::digest).toList();
    }

    private static void judge(List<MediaPlaylist> playlists) {
        assertThat(PlaylistRules.check(playlists)).as(playlists.getLast().write()).isEmpty();
        assertThat(playlists).noneMatch(MediaPlaylist::ended);
        MediaPlaylist last = playlists.getLast();
        assertThat(last.discontinuitySequence()).isEqualTo(
                playlists.getFirst().discontinuitySequence());
        assertThat(last.segments()).noneMatch(MediaSegment::discontinuity);
        assertThat(last.segments()).as("the outage is listed").anyMatch(MediaSegment::gap);
    }
}
