package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Players behind nginx and HAProxy as `deploy/` configures them, in front of two nodes.
///
/// The nodes know nothing of each other: each plays the demo channel, and cuts it differently. So
/// HLS plays only if all requests for the stream go to the same one.
@Tag("clients")
final class ProxiesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    /// From the death of a node to the first answer of the other.
    private static final Duration LEFT = Duration.ofSeconds(5);

    @TempDir
    Path folder;
    private TestNode first;
    private TestNode second;

    @BeforeEach
    void open() throws Exception {
        first = node("one");
        second = node("two");
        first.awaitSegment("live/demo/v1.m3u8");
        second.awaitSegment("live/demo/v1.m3u8");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private TestNode node(String name) throws Exception {
        return TestNode.open(folder.resolve(name), "demo.enabled=true",
                "apps.live.hls.segment-duration=1s", "apps.live.hls.part-duration=200ms");
    }

    @Test
    void nginxCarriesEveryProtocolAndLeavesADeadNode() throws Exception {
        try (Proxy proxy = Proxy.nginx(folder, first, second)) {
            playsAll(proxy);
            leavesADeadNode(proxy);
        }
    }

    @Test
    void haproxyCarriesEveryProtocolAndLeavesADeadNode() throws Exception {
        try (Proxy proxy = Proxy.haproxy(folder, first, second)) {
            Patience.until("checked nodes", SOON, () -> plays(proxy) != null);
            playsAll(proxy);
            leavesADeadNode(proxy);
        }
    }

    private void playsAll(Proxy proxy) throws Exception {
        // Ten viewers with connections of their own, and tokens: all are led to one node.
        for (int i = 0; i < 10; i++) {
            assertThat(plays(proxy)).as("viewer %s; %s", i, proxy.told()).isNotNull();
        }
        for (String url : new String[] {proxy.http("live/demo/index.m3u8"),
                proxy.http("live/demo/ts.m3u8"), proxy.http("live/demo.flv"),
                proxy.rtmp("demo")}) {
            try (Program playing = Program.start(folder, "ffmpeg", "-v", "error", "-nostdin",
                    "-rw_timeout", "8000000", "-i", url, "-t", "2", "-c", "copy", "-f", "null",
                    "-")) {
                assertThat(playing.await(Duration.ofSeconds(40))).as(playing.told()).isZero();
            }
        }
        webSocketPlays(proxy);
    }

    /// The playlist, if it and what it names are there; null if not.
    private @Nullable MediaPlaylist plays(Proxy proxy) {
        try (HttpClient viewer = HttpClient.newHttpClient()) {
            HttpResponse<String> list = get(viewer, proxy.http("live/demo/v1.m3u8"));
            if (list.statusCode() != 200) {
                return null;
            }
            MediaPlaylist parsed = MediaPlaylist.parse(list.body());
            String uri = "live/demo/" + parsed.segments().getLast().uri();
            // A blocking reload, too.
            return get(viewer, proxy.http(uri)).statusCode() == 200
                    && get(viewer, proxy.http("live/demo/v1.m3u8?_HLS_msn="
                            + parsed.nextSequence())).statusCode() == 200 ? parsed : null;
        } catch (Exception broken) {
            return null;
        }
    }

    private static HttpResponse<String> get(HttpClient viewer, String url)
            throws IOException, InterruptedException {
        return viewer.send(HttpRequest.newBuilder(URI.create(url)).timeout(SOON).build(),
                BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static void webSocketPlays(Proxy proxy) throws Exception {
        try (WebSocketViewer viewer = new WebSocketViewer(
                URI.create(proxy.http("live/demo.flv")), SOON)) {
            long bytes = 0;
            while (bytes < 50_000) {
                bytes += viewer.frame();
            }
            // What is live by now, and not only what was kept for those who come.
            for (int i = 0; i < 50; i++) {
                viewer.frame();
            }
        }
    }

    /// Whichever node the stream is on dies; a second one plays within seconds.
    private void leavesADeadNode(Proxy proxy) throws Exception {
        String segment = "live/demo/" + MediaPlaylist.parse(get(first.client(),
                proxy.http("live/demo/v1.m3u8")).body()).segments().getLast().uri();
        boolean ofFirst = first.get(segment).statusCode() == 200;
        (ofFirst ? first : second).close();
        long fromNs = System.nanoTime();
        Patience.until("the other node", SOON, () -> plays(proxy) != null);
        assertThat(System.nanoTime() - fromNs).isLessThan(LEFT.toNanos());
        try (Program playing = Program.start(folder, "ffmpeg", "-v", "error", "-nostdin", "-i",
                proxy.rtmp("demo"), "-t", "1", "-c", "copy", "-f", "null", "-")) {
            assertThat(playing.await(Duration.ofSeconds(40))).as(playing.told()).isZero();
        }
    }
}
