package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.MultivariantPlaylist.Audio;
import io.freshet.format.m3u8.MultivariantPlaylist.Variant;
import io.freshet.format.m3u8.PlaylistRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FFmpeg 8 publishes two qualities and two sounds by Enhanced RTMP; every output has what it can.
@Tag("clients")
final class MultitrackPublishedTest {

    private static final Duration END = Duration.ofSeconds(60);
    private static final String FILTERS = "-bsf:v h264_mp4toannexb,filter_units=remove_types=7-9 "
            + "-bsf:a aac_adtstoasc";
    /// Size, pitch, channels and bit rate differ, nothing else.
    private static final String RECIPE = "-f lavfi -i testsrc2=size=%s:rate=25 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(%s+40*t)*t)%s:s=48000 -t 14 -map 0:v -map 1:a "
            + "-g 50 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v %s -c:a aac";

    @TempDir
    Path folder;

    @Test
    void everyRenditionIsWholeAndOthersGetTheDefaultTracks() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.enhanced();
        Path high = ffmpeg.make(folder, "high.mp4", RECIPE.formatted("640x360", 300, "", "700k"));
        Path low = ffmpeg.make(folder, "low.mp4", RECIPE.formatted("320x180", 900,
                "|0.1*sin(2*PI*(900+40*t)*t)", "200k"));
        Map<String, PacketDigests> sent = new LinkedHashMap<>();
        sent.put("high", digests(ffmpeg, high));
        sent.put("low", digests(ffmpeg, low));
        Map<String, Program> readers = new LinkedHashMap<>();
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=1s");
                Program publisher = ffmpeg.start(folder, List.of("-re", "-i", high.toString(),
                        "-re", "-i", low.toString(), "-map", "0:v", "-map", "1:v", "-map", "0:a",
                        "-map", "1:a", "-c", "copy", "-f", "flv",
                        "-flvflags", "no_duration_filesize", node.rtmp("multi")))) {
            node.awaitStream("multi");
            readers.put("rtmp", read(ffmpeg, node.rtmp("multi")));
            readers.put("flv", read(ffmpeg, node.http("live/multi.flv")));
            node.awaitSegment("live/multi/v1.m3u8");
            assertMultivariant(node);
            assertSameMarks(node);
            for (String playlist : List.of("ts", "v1", "a2", "v257", "a513")) {
                readers.put(playlist, read(ffmpeg, node.http("live/multi/" + playlist + ".m3u8")));
            }
            publisher.finish(END);
            for (String output : List.of("rtmp", "flv", "ts")) {
                compare(output, sent.get("high").tracks(), readers.get(output));
            }
            compare("v1", only("video", sent.get("high")), readers.get("v1"));
            compare("a2", only("audio", sent.get("high")), readers.get("a2"));
            compare("v257", only("video", sent.get("low")), readers.get("v257"));
            compare("a513", only("audio", sent.get("low")), readers.get("a513"));
        } finally {
            readers.values().forEach(Program::close);
        }
    }

    private PacketDigests digests(Ffmpeg ffmpeg, Path clip) throws Exception {
        try (Program reading = ffmpeg.digest(folder, clip.toString(), List.of(), FILTERS)) {
            return PacketDigests.parse(reading.finish(END));
        }
    }

    private Program read(Ffmpeg ffmpeg, String url) throws Exception {
        List<String> options = url.endsWith(".m3u8") ? List.of("-live_start_index", "0")
                : List.of();
        return ffmpeg.digest(folder, url, options, FILTERS);
    }

    private static Map<String, List<PacketDigests.Packet>> only(String kind, PacketDigests of) {
        return Map.of(kind, of.tracks().get(kind));
    }

    private static void compare(String what, Map<String, List<PacketDigests.Packet>> sent,
            Program reader) throws Exception {
        PacketDigests got = PacketDigests.parse(reader.finish(END));
        PacketDigests.Difference difference = new PacketDigests(sent).against(got);
        assertThat(got.tracks().keySet()).as(what).isEqualTo(sent.keySet());
        assertThat(difference.faults()).as(what + " " + reader.told()).isEmpty();
        assertThat(difference.share()).as(what).isGreaterThan(0.6);
        assertThat(difference.jitterMs()).as(what).isLessThanOrEqualTo(12);
    }

    private static void assertMultivariant(TestNode node) throws Exception {
        MultivariantPlaylist playlist =
                MultivariantPlaylist.parse(node.get("live/multi/index.m3u8").body());
        assertThat(playlist.variants()).extracting(Variant::uri)
                .containsExactly("v1.m3u8", "v257.m3u8");
        assertThat(playlist.variants()).extracting(Variant::width).containsExactly(640, 320);
        assertThat(playlist.variants()).extracting(Variant::height).containsExactly(360, 180);
        assertThat(playlist.variants()).allSatisfy(variant -> {
            assertThat(variant.framesPerKilosecond()).isEqualTo(25_000);
            assertThat(variant.codecs()).matches("avc1\\.64[0-9a-f]{4},mp4a\\.40\\.2");
            assertThat(variant.audioGroup()).isEqualTo(playlist.audios().getFirst().group());
        });
        assertThat(playlist.variants().get(0).peakBps()).isBetween(500_000L, 1_800_000L);
        assertThat(playlist.variants().get(1).peakBps()).isBetween(150_000L, 700_000L);
        assertThat(playlist.audios()).extracting(Audio::uri)
                .containsExactly("a2.m3u8", "a513.m3u8");
        assertThat(playlist.audios()).extracting(Audio::channels).containsExactly(1, 2);
        assertThat(playlist.audios()).extracting(audio -> audio.choice().isDefault())
                .containsExactly(true, false);
    }

    /// Segments of one number begin at the same time; a sound frame lasts 21 ms.
    private static void assertSameMarks(TestNode node) throws Exception {
        List<MediaPlaylist> playlists = new ArrayList<>();
        for (String path : List.of("v1", "v257", "a2", "a513")) {
            playlists.add(MediaPlaylist.parse(node.get("live/multi/" + path + ".m3u8").body()));
        }
        assertThat(PlaylistRules.acrossRenditions(playlists)).isEmpty();
        MediaPlaylist reference = playlists.getFirst();
        for (MediaPlaylist playlist : playlists) {
            assertThat(playlist.mediaSequence()).isEqualTo(reference.mediaSequence());
            assertThat(playlist.independentSegments()).isTrue();
            int common = Math.min(reference.segments().size(), playlist.segments().size());
            for (int i = 0; i < common; i++) {
                assertThat(playlist.segments().get(i).dateMs()).isCloseTo(
                        reference.segments().get(i).dateMs(), Offset.offset(25L));
            }
        }
    }
}
