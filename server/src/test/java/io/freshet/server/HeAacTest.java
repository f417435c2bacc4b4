package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HE-AAC is named as what it is, its configuration passes unchanged, and its clock is the core's.
///
/// No encoder of it is free software in Debian's sense. So AAC-LC of 24 kHz is published with a
/// configuration that announces SBR: decoders then play at 48 kHz, whether a frame has SBR or not.
@Tag("clients")
final class HeAacTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i sine=frequency=440:sample_rate=24000 -t 9 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -bf 0 -b:v 200k -c:a aac -ac 2 "
            + "-flvflags no_duration_filesize";
    /// FFmpeg writes that there is no SBR; two bits of the last byte and a rate say that there is.
    private static final String PLAIN = latin("131056E500");
    private static final String ANNOUNCED = latin("131056E598");

    @TempDir
    Path folder;

    private static String latin(String hex) {
        return latin(Bytes.ofHex(hex).toArray());
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void explicitSbrReachesEveryOutput() throws Exception {
        Path plain = Ffmpeg.OLD.make(folder, "plain.flv", RECIPE);
        String bytes = latin(Files.readAllBytes(plain));
        assertThat(bytes).contains(PLAIN);
        Path clip = Files.write(folder.resolve("announced.flv"),
                bytes.replace(PLAIN, ANNOUNCED).getBytes(StandardCharsets.ISO_8859_1));
        try (TestNode node = TestNode.open(folder, "apps.live.reconnect-window=1s",
                "apps.live.hls.segment-duration=1s");
                Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmp("he"))) {
            node.awaitStream("he");
            node.awaitSegment("live/he/a2.m3u8");
            node.awaitSegment("live/he/ts.m3u8");
            try (Program flv = probe(node.http("live/he.flv"));
                    Program cmaf = probe(node.http("live/he/index.m3u8"));
                    Program ts = probe(node.http("live/he/ts.m3u8"))) {
                assertThat(node.get("live/he/index.m3u8").body()).contains(",mp4a.40.5\"");
                assertThat(head(node.http("live/he.flv"))).contains(latin("AF00") + ANNOUNCED);
                MediaPlaylist sound = MediaPlaylist.parse(node.get("live/he/a2.m3u8").body());
                assertThat(head(node.http("live/he/" + sound.segments().getFirst().mapUri())))
                        .contains(ANNOUNCED);
                publisher.finish(END);
                assertPlaysAt(48_000, flv, "FLV");
                assertPlaysAt(48_000, cmaf, "CMAF");
                // ADTS has no words for SBR: decoders find it in the frames, and here is none.
                assertPlaysAt(24_000, ts, "TS");
            }
            MediaPlaylist whole = MediaPlaylist.parse(node.get("live/he/a2.m3u8").body());
            assertThat(PlaylistRules.within(whole)).isEmpty();
            assertThat(whole.durationUs()).isBetween(7_000_000L, 10_000_000L);
        }
    }

    private Program probe(String source) throws IOException {
        return Program.start(folder, "ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-v", "info",
                "-i", source, "-map", "0:a", "-af", "ashowinfo", "-f", "null", "-");
    }

    private static void assertPlaysAt(int rateHz, Program decoding, String what) throws Exception {
        decoding.finish(END);
        List<String> frames = decoding.errors().lines()
                .filter(line -> line.contains("Parsed_ashowinfo") && line.contains(" rate:"))
                .toList();
        assertThat(frames).as(what + decoding.told()).hasSizeGreaterThan(100)
                .allMatch(line -> line.contains(" rate:" + rateHz + " "));
    }

    /// The first 2 KiB: more than an FLV header and its sequence headers, or an init segment.
    private static String head(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream body = client.send(HttpRequest.newBuilder(URI.create(url)).build(),
                        BodyHandlers.ofInputStream()).body()) {
            return latin(body.readNBytes(2048));
        }
    }
}
