package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node whose loops are late because its clock says so; sockets and players are real.
@Timeout(120)
class OverloadTest {

    private static final String PLAYLIST = "live/demo/index.m3u8";

    private @TempDir Path folder = Path.of("");
    private final LoopClock clock = new LoopClock();
    private TestNode node;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        node = TestNode.open(folder, clock, "demo.enabled=true", "loops=2",
                "overload.enabled=true", "overload.busy-above=1s", "overload.refuse-above=2s",
                "overload.resume-below=500ms", "overload.free-places=0");
        node.awaitSegment("live/demo/ts.m3u8");
        // No loop is full in its first seconds.
        for (int i = 0; i < 6; i++) {
            clock.advance(node.loops(), 3_000);
        }
        becomeCalm();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        node.close();
    }

    private void becomeLate() throws InterruptedException {
        clock.advance(node.loops(), 5_000);
        // Each tenth of a second is judged when the next one begins.
        clock.advance(node.loops(), 100);
    }

    /// Two seconds in which it is not late, and the one that tells.
    private void becomeCalm() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            clock.advance(node.loops(), 100);
        }
    }

    private HttpResponse<String> ask(String url, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(15));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return node.client().send(request.build(), BodyHandlers.ofString());
    }

    private InputStream watchFlv() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = node.client().send(
                HttpRequest.newBuilder(URI.create(node.http("live/demo.flv"))).build(),
                BodyHandlers.ofInputStream());
        open.add(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private RtmpViewer watchRtmp() throws IOException {
        RtmpViewer viewer = new RtmpViewer(node.port("rtmp.listen"), "live", "demo");
        open.add(viewer);
        return viewer;
    }

    private double metric(String line) throws IOException, InterruptedException {
        return ask(node.control("metrics")).body().lines().filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' '))))
                .findFirst().orElseThrow();
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the server is full, try again later\n");
        assertThat(retryS(answer)).isBetween(2, 10);
    }

    private static int retryS(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").map(Integer::parseInt).orElseThrow();
    }

    @Test
    void whoWatchesStaysAndWhoComesIsRefused() throws Exception {
        InputStream flv = watchFlv();
        RtmpViewer rtmp = watchRtmp().watch(20);
        assertThat(flv.readNBytes(10_000)).hasSize(10_000);
        becomeLate();

        assertRefused(ask(node.http("live/demo.flv")));
        assertRefused(ask(node.http(PLAYLIST)));
        assertRefused(ask(node.http("live/demo/ts.m3u8")));
        assertThatThrownBy(() -> node.client().newWebSocketBuilder()
                .buildAsync(node.webSocket("live/demo.flv"), new WebSocket.Listener() { }).get())
                .isInstanceOf(ExecutionException.class).hasStackTraceContaining("503");
        RtmpViewer late = watchRtmp().watch(1);
        assertThat(late.ended()).matches("NetStream\\.Play\\.Failed: the server is full, "
                + "try again later; in \\d+ s at best");
        assertThat(late.isHungUp()).isTrue();
        assertThat(late.messages()).isZero();

        assertThat(flv.readNBytes(500_000)).hasSize(500_000);
        assertThat(rtmp.watch(100).ended()).isEmpty();
        assertThat(ask(node.http("streams.json")).statusCode()).isEqualTo(200);
    }

    @Test
    void playersThatFetchSegmentsGoOn() throws Exception {
        String[] session = {"CMCD-Session", "sid=\"one\""};
        String segment = node.get("live/demo/ts.m3u8").body().lines()
                .filter(line -> !line.startsWith("#")).reduce((_, last) -> last).orElseThrow();
        assertThat(ask(node.http("live/demo/" + segment), session).statusCode()).isEqualTo(200);
        String rendition = node.get(PLAYLIST).body().lines()
                .filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        becomeLate();

        assertThat(ask(node.http(PLAYLIST), session).statusCode()).isEqualTo(200);
        assertThat(ask(node.http("live/demo/ts.m3u8"), session).statusCode()).isEqualTo(200);
        assertThat(ask(node.http("live/demo/" + segment)).statusCode()).isEqualTo(200);
        assertThat(ask(node.http("live/demo/" + rendition)).statusCode()).isEqualTo(200);
        assertRefused(ask(node.http(PLAYLIST), "CMCD-Session", "sid=\"two\""));
    }

    @Test
    void theNodeSaysThatItIsFullAndTakesViewersAgain() throws Exception {
        assertThat(ask(node.control("health/ready")).statusCode()).isEqualTo(200);
        becomeLate();
        ask(node.http("live/demo.flv"));
        HttpResponse<String> ready = ask(node.control("health/ready"));
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("full");
        assertThat(ask(node.control("health/live")).statusCode()).isEqualTo(200);
        assertThat(metric("freshet_loop_pressure{loop=\"0\"}")).isEqualTo(2);
        assertThat(metric("freshet_loop_lag_seconds{loop=\"0\"}")).isGreaterThan(2);
        assertThat(metric("freshet_refused_viewers_total{protocol=\"http_flv\",reason=\"full\"}"))
                .isEqualTo(1);

        becomeCalm();
        assertThat(ask(node.control("health/ready")).statusCode()).isEqualTo(200);
        assertThat(metric("freshet_loop_pressure{loop=\"0\"}")).isZero();
        assertThat(watchFlv().readNBytes(1000)).hasSize(1000);
        assertThat(watchRtmp().watch(20).messages()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void refusedViewersDoNotComeBackInStep() throws Exception {
        becomeLate();
        Set<Integer> seconds = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            seconds.add(retryS(ask(node.http("live/demo.flv"))));
        }
        assertThat(seconds).hasSize(9);
    }
}
