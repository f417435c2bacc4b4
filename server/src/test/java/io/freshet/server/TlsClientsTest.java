package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.server.PacketDigests.Difference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg speaks RTMPS and HTTPS with the node, and curl HTTP/2; all with the certificate it made.
@Tag("clients")
final class TlsClientsTest {

    private static final Duration END = Duration.ofSeconds(40);
    private static final String RECIPE = "-f lavfi -i testsrc2=size=320x180:rate=25 "
            + "-f lavfi -i aevalsrc=0.1*sin(2*PI*(300+40*t)*t):s=48000 -t 10 -map 0:v -map 1:a "
            + "-g 25 -c:v libx264 -preset veryfast -sc_threshold 0 -bf 2 -b:v 300k -c:a aac";
    private static final String FILTERS = "-bsf:v h264_mp4toannexb,filter_units=remove_types=7-9 "
            + "-bsf:a aac_adtstoasc";

    @TempDir
    Path folder;
    private TestNode node;
    private Path clip;

    @BeforeEach
    void open() throws Exception {
        node = TestNode.open(folder, "apps.live.reconnect-window=1s",
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms");
        clip = Ffmpeg.OLD.make(folder, "clip.mp4", RECIPE);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmps", ".flv", "/index.m3u8", "/ts.m3u8"})
    void ffmpegPublishesRtmpsAndReads(String place) throws Exception {
        try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmps("tls"))) {
            node.awaitStream("tls");
            boolean hls = place.endsWith("m3u8");
            if (hls) {
                node.awaitSegment("live/tls/" + (place.equals("/ts.m3u8") ? "ts" : "v1") + ".m3u8");
            }
            try (Program reader = Ffmpeg.OLD.digest(folder,
                    place.equals("rtmps") ? node.rtmps("tls") : node.https("live/tls" + place),
                    hls ? List.of("-live_start_index", "0") : List.of(), FILTERS)) {
                publisher.finish(END);
                Difference difference = digest().against(
                        PacketDigests.parse(reader.finish(END)));
                assertThat(difference.faults()).as(reader.told()).isEmpty();
                assertThat(difference.share()).isGreaterThan(0.7);
            }
        }
    }

    private PacketDigests digest() throws Exception {
        try (Program reading = Ffmpeg.OLD.digest(folder, clip.toString(), List.of(), FILTERS)) {
            return PacketDigests.parse(reading.finish(END));
        }
    }

    @Test
    void curlReadsHlsOverHttp2() throws Exception {
        try (Program publisher = Ffmpeg.OLD.publish(folder, clip, node.rtmps("tls"))) {
            node.awaitStream("tls");
            node.awaitSegment("live/tls/v1.m3u8");
            assertThat(curl("live/tls/index.m3u8", "index")).startsWith("2 200 ");
            assertThat(folder.resolve("index")).content().contains("#EXT-X-STREAM-INF");
            assertThat(curl("live/tls/v1.m3u8", "v1")).startsWith("2 200 ");
            MediaPlaylist now = MediaPlaylist.parse(Files.readString(folder.resolve("v1")));
            assertThat(curl("live/tls/" + now.segments().getLast().uri(), "segment"))
                    .startsWith("2 200 ");
            assertThat(folder.resolve("segment")).content(
                    StandardCharsets.ISO_8859_1).contains("moof");
            assertThat(curl("live/tls/v1.m3u8?_HLS_msn=" + (now.nextSequence() + 1), "next"))
                    .startsWith("2 200 ");
            assertThat(MediaPlaylist.parse(Files.readString(folder.resolve("next")))
                    .nextSequence()).isGreaterThan(now.nextSequence() + 1);
            assertThat(curl("live/tls/none.m3u8", "none")).startsWith("2 404 ");
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// Trusts nothing but the node's certificate; answers `version code seconds`.
    private String curl(String path, String file) throws Exception {
        String url = node.https(path).replace("127.0.0.1", "localhost");
        try (Program curl = Program.start(folder, "curl", "-sS", "--http2", "--compressed",
                "--max-time", "15", "--cacert", folder.resolve("node/tls/tls.crt").toString(),
                "-o", folder.resolve(file).toString(),
                "-w", "%{http_version} %{http_code} %{time_total}", url)) {
            return curl.finish(END);
        }
    }
}
