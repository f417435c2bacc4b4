package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.media.MediaException;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is stopped by SIGTERM and started again, as a process of its own, under viewers.
@Tag("clients")
final class RestartTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final Pattern URL = Pattern.compile("(http|rtmp)://localhost:([0-9]+)/");
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 30 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 0 -b:v 300k -c:a aac";

    @TempDir
    Path folder;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    /// A running server and where it listens.
    private record Running(Program program, int rtmp, int http) {
    }

    private Running serve(int rtmp, int http) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        for (String set : List.of("rtmp.listen=127.0.0.1:" + rtmp, "rtmps.listen=off",
                "http.listen=127.0.0.1:" + http, "https.listen=off", "control.listen=off",
                "drain-timeout=1s", "demo.enabled=false", "data-dir=" + folder.resolve("node"),
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms")) {
            words.addAll(List.of("--set", set));
        }
        Program program = Program.start(folder, Map.of(), words);
        Patience.until("the server", END, () -> ports(program).size() > 2 || !program.isAlive());
        assertThat(program.isAlive()).as(program.told()).isTrue();
        List<String> ports = ports(program);
        return new Running(program, Integer.parseInt(ports.get(0)), Integer.parseInt(ports.get(1)));
    }

    /// Of RTMP and HTTP, in the order of the start page.
    private static List<String> ports(Program program) {
        try {
            Matcher matcher = URL.matcher(program.output());
            List<String> ports = new ArrayList<>();
            while (matcher.find()) {
                ports.add(matcher.group(2));
            }
            return ports;
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /// Reloads as a player does until the playlist has come so far, and keeps every answer.
    private void reload(Running server, List<MediaPlaylist> seen, long sequence) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.http
                + "/live/on/v1.m3u8")).timeout(Duration.ofSeconds(5)).build();
        Patience.until("sequence " + sequence, END, () -> {
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    assertThat(answer.body()).doesNotContain("ENDLIST");
                    seen.add(MediaPlaylist.parse(answer.body()));
                }
                return !seen.isEmpty() && seen.getLast().nextSequence() >= sequence;
            } catch (IOException | MediaException notNow) {
                return false;
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        });
    }

    private Program watch(String url) throws IOException {
        return Ffmpeg.OLD.digest(folder, url, List.of(), "");
    }

    @Test
    void viewersSeeAPauseAndTheSequenceGoesOn() throws Exception {
        Path clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
        List<MediaPlaylist> seen = new ArrayList<>();
        Running first = serve(0, 0);
        try (Program server = first.program;
                Program _ = publish(clip, first)) {
            reload(first, seen, 0);
            try (Program rtmp = watch("rtmp://127.0.0.1:" + first.rtmp + "/live/on");
                    Program flv = watch("http://127.0.0.1:" + first.http + "/live/on.flv")) {
                reload(first, seen, seen.getFirst().nextSequence() + 4);
                server.terminate();
                assertThat(server.await(END)).as(server.told()).isZero();
                // Their exit code is zero if the end was a proper one.
                assertThat(PacketDigests.parse(rtmp.finish(END)).tracks()).containsKey("video");
                assertThat(PacketDigests.parse(flv.finish(END)).tracks()).containsKey("video");
            }
            assertThat(server.errors()).contains("stopped").doesNotContain("ERROR")
                    .doesNotContain("WARN");
        }
        MediaPlaylist before = seen.getLast();
        Running second = serve(first.rtmp, first.http);
        try (Program server = second.program; Program _ = publish(clip, second)) {
            int mark = seen.size();
            reload(second, seen, before.nextSequence() + 6);
            MediaPlaylist after = seen.get(mark);
            assertThat(after.mediaSequence()).isGreaterThanOrEqualTo(before.nextSequence());
            assertThat(seen.getLast().discontinuitySequence())
                    .isGreaterThanOrEqualTo(before.discontinuitySequence());
            assertThat(seen.getLast().segments()).extracting(MediaSegment::uri)
                    .doesNotContainAnyElementsOf(before.segments().stream()
                            .map(MediaSegment::uri).toList());
            server.terminate();
            assertThat(server.await(END)).isZero();
        }
    }

    private Program publish(Path clip, Running server) throws IOException {
        return Ffmpeg.OLD.publish(folder, clip, "rtmp://127.0.0.1:" + server.rtmp + "/live/on");
    }
}
