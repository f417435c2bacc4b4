package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PlaylistRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A publisher changes the size of its picture and the rate of its sound: every output follows.
@Tag("clients")
final class CodecChangeTest {

    private static final Duration END = Duration.ofSeconds(60);
    private static final Pattern FRAME = Pattern.compile(
            "Parsed_showinfo.* s:([0-9]+x[0-9]+) |Parsed_ashowinfo.* rate:([0-9]+) ");
    private static final List<String> BOTH = List.of("video 320x180", "video 640x360");
    private static final List<String> RATES = List.of("audio 48000", "audio 44100");

    @TempDir
    Path folder;

    private TestNode open() throws Exception {
        return TestNode.open(folder, "apps.live.reconnect-window=3s",
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms");
    }

    @Test
    void inOneSession() throws Exception {
        Path clip = ChangingClip.make(folder, 6);
        try (TestNode node = open();
                Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp("c"))) {
            watch(node, publisher);
        }
    }

    @Test
    void inTheNextSession() throws Exception {
        Path first = ChangingClip.half(folder, false, 6, 0);
        Path second = ChangingClip.half(folder, true, 6, 0);
        String both = "for f in " + first + " " + second + "; do ffmpeg -v warning -nostdin -re "
                + "-i $f -map 0 -c copy -f flv -flvflags no_duration_filesize $0 || exit 1; done";
        try (TestNode node = open();
                Program publisher = Program.start(folder, "sh", "-c", both, node.rtmp("c"))) {
            watch(node, publisher);
        }
    }

    private void watch(TestNode node, Program publisher) throws Exception {
        node.awaitStream("c");
        node.awaitSegment("live/c/v1.m3u8");
        node.awaitSegment("live/c/ts.m3u8");
        Map<String, Program> readers = new LinkedHashMap<>();
        try {
            readers.put("RTMP", probe(node.rtmp("c")));
            readers.put("FLV", probe(node.http("live/c.flv")));
            readers.put("TS", probe(node.http("live/c/ts.m3u8")));
            publisher.finish(END);
            MediaPlaylist video = playlist(node, "v1.m3u8");
            MediaPlaylist audio = playlist(node, "a2.m3u8");
            MediaPlaylist ts = playlist(node, "ts.m3u8");
            assertThat(PlaylistRules.acrossRenditions(List.of(video, audio, ts))).isEmpty();
            assertBroken(video, true);
            assertBroken(audio, true);
            assertBroken(ts, false);
            assertThat(sizes(node, video)).isEqualTo(BOTH);
            assertThat(sizes(node, audio)).isEqualTo(RATES);
            for (var reader : readers.entrySet()) {
                List<String> frames = frames(reader.getValue());
                assertThat(only(frames, "video")).as(reader.getKey()).isEqualTo(BOTH);
                assertThat(only(frames, "audio")).as(reader.getKey()).isEqualTo(RATES);
            }
        } finally {
            readers.values().forEach(Program::close);
        }
    }

    /// A new configuration is behind a discontinuity, and no discontinuity is anywhere else.
    private static void assertBroken(MediaPlaylist playlist, boolean withMap) {
        List<MediaSegment> media = playlist.segments();
        assertThat(playlist.discontinuitySequence()).isZero();
        assertThat(media).as(playlist.write()).filteredOn(MediaSegment::discontinuity).hasSize(1);
        for (int i = 1; i < media.size(); i++) {
            boolean changed = !media.get(i).mapUri().equals(media.get(i - 1).mapUri());
            assertThat(changed).as("a new EXT-X-MAP at " + media.get(i).uri())
                    .isEqualTo(withMap && media.get(i).discontinuity());
        }
    }

    private static List<String> only(List<String> frames, String kind) {
        return frames.stream().filter(line -> line.startsWith(kind)).toList();
    }

    private static MediaPlaylist playlist(TestNode node, String name) throws Exception {
        return MediaPlaylist.parse(node.get("live/c/" + name).body());
    }

    /// What each initialisation segment and the media behind it decode to. Spec: RFC 8216, 4.3.2.5.
    private List<String> sizes(TestNode node, MediaPlaylist playlist) throws Exception {
        Map<String, ByteArrayOutputStream> byInit = new LinkedHashMap<>();
        for (MediaSegment segment : playlist.segments()) {
            if (segment.gap()) {
                continue;
            }
            ByteArrayOutputStream all = byInit.get(segment.mapUri());
            if (all == null) {
                all = new ByteArrayOutputStream();
                all.writeBytes(fetch(node, segment.mapUri()));
                byInit.put(segment.mapUri(), all);
            }
            all.writeBytes(fetch(node, segment.uri()));
        }
        assertThat(byInit).as(playlist.write()).hasSize(2);
        Set<String> decoded = new LinkedHashSet<>();
        for (ByteArrayOutputStream all : byInit.values()) {
            Path file = Files.createTempFile(folder, "all", ".mp4");
            try (Program probe = probe(Files.write(file, all.toByteArray()).toString())) {
                decoded.addAll(frames(probe));
            }
        }
        return new ArrayList<>(decoded);
    }

    private static byte[] fetch(TestNode node, String uri) throws Exception {
        return node.client().send(HttpRequest.newBuilder(URI.create(node.http("live/c/" + uri)))
                .build(), BodyHandlers.ofByteArray()).body();
    }

    /// Decodes all of it, and tells of each frame what it is.
    private Program probe(String source) throws IOException {
        return Program.start(folder, "ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-v", "info",
                "-i", source, "-map", "0:v?", "-map", "0:a?", "-vf", "showinfo",
                "-af", "ashowinfo", "-f", "null", "-");
    }

    /// The different kinds of frames, in the order they came.
    private static List<String> frames(Program probe) throws Exception {
        probe.finish(END);
        Set<String> kinds = new LinkedHashSet<>();
        Matcher matcher = FRAME.matcher(probe.errors());
        while (matcher.find()) {
            kinds.add(matcher.group(1) == null ? "audio " + matcher.group(2)
                    : "video " + matcher.group(1));
        }
        return new ArrayList<>(kinds);
    }
}
