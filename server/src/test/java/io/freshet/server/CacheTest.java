package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.testkit.Patience;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Viewers of the cache in `deploy/cdn`, which pulls from nginx in front of a node.
///
/// What that nginx has logged is what an origin was asked for.
@Tag("clients")
final class CacheTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LIST = "live/demo/v1.m3u8";

    @TempDir
    Path folder;
    private TestNode node;
    private Proxy origin;
    private Proxy cache;

    @BeforeEach
    void open() throws Exception {
        node = TestNode.open(folder, "demo.enabled=true", "control.admin-password="
                + Operator.PASSWORD, "apps.live.hls.segment-duration=2s");
        node.awaitSegment(LIST);
        origin = Proxy.nginx(folder, node, node);
        cache = Proxy.cache(folder, origin.address());
    }

    @AfterEach
    void close() {
        cache.close();
        origin.close();
        node.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(cache.http(path))).timeout(SOON).build();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return node.client().send(request(path), BodyHandlers.ofByteArray());
    }

    private List<HttpResponse<byte[]>> together(int viewers, String path) {
        List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            asked.add(node.client().sendAsync(request(path), BodyHandlers.ofByteArray()));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static String status(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Cache-Status").orElse("");
    }

    private MediaPlaylist list() throws Exception {
        return MediaPlaylist.parse(new String(get(LIST).body(),
                StandardCharsets.UTF_8));
    }

    @Test
    void manyViewersCostTheOriginWhatOneDoes() throws Exception {
        String segment = "live/demo/" + list().segments().getLast().uri();
        HttpResponse<byte[]> one = get(segment);
        HttpResponse<byte[]> two = get(segment);
        assertThat(status(one)).isEqualTo("MISS");
        assertThat(status(two)).isEqualTo("HIT");
        assertThat(two.body()).isEqualTo(one.body());
        assertThat(origin.logged("GET /" + segment)).isEqualTo(1);

        // A playlist that is not there yet: twenty wait, the origin holds one request.
        String next = LIST + "?_HLS_msn=" + (list().nextSequence() + 1);
        long before = origin.logged("GET /" + LIST);
        for (HttpResponse<byte[]> answer : together(20, next)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(MediaPlaylist.parse(new String(answer.body(),
                    StandardCharsets.UTF_8)).nextSequence())
                    .isGreaterThan(list().nextSequence() - 3);
        }
        // And those of list() itself: a second each.
        assertThat(origin.logged("GET /" + LIST) - before).isLessThanOrEqualTo(4);
        assertThat(status(get(next + "&CMCD=bl%3D2100&_=17"))).isEqualTo("HIT");
    }

    @Test
    void playersPlayAndFlvGoesBy() throws Exception {
        for (String path : List.of("live/demo/index.m3u8", "live/demo/ts.m3u8",
                "live/demo.flv")) {
            try (Program playing = Program.start(folder, "ffmpeg", "-v", "error", "-nostdin",
                    "-rw_timeout", "8000000", "-i", cache.http(path), "-t", "2", "-c", "copy",
                    "-f", "null", "-")) {
                assertThat(playing.await(Duration.ofSeconds(40))).as(playing.told()).isZero();
            }
        }
        assertThat(get("live/nothing/index.m3u8").statusCode()).isEqualTo(404);
    }

    @Test
    void oneCopyServesAllTokensAndNobodyWithout() throws Exception {
        Operator operator = Operator.at(node);
        operator.call("POST", "api/v1/apps/live/rules",
                "{\"stream\":\"**\",\"access\":\"signed\"}");
        operator.call("POST", "api/v1/apps/live/signing-keys",
                "{\"name\":\"site\",\"kind\":\"secret\"}");
        String one = "t/" + token(operator) + "/";
        String two = "t/" + token(operator) + "/";
        Patience.until("the rule", SOON, () -> {
            try {
                return node.get(LIST).statusCode() == 403;
            } catch (Exception notYet) {
                return false;
            }
        });
        String segment = "live/demo/" + MediaPlaylist.parse(new String(get(one + LIST).body(),
                StandardCharsets.UTF_8)).segments().getLast().uri();
        assertThat(status(get(one + segment))).isEqualTo("MISS");
        assertThat(status(get(two + segment))).isEqualTo("HIT");
        for (String none : List.of(segment, LIST, "t/a.b.c/" + segment, "t/a.b.c/" + LIST)) {
            assertThat(get(none).statusCode()).as(none).isEqualTo(403);
        }
        assertThat(get(LIST + "?token=" + one.substring(2, one.length() - 1)).headers()
                .firstValue("Location").orElse("")).endsWith("/" + one + LIST);
        assertThat(origin.logged(one)).as("tokens stay out of the log").isZero();
    }

    private static String token(Operator operator) throws Exception {
        return Operator.value(operator.call("POST", "api/v1/apps/live/sign",
                "{\"stream\":\"demo\",\"format\":\"short\",\"lifetimeMs\":60000,\"user\":\"u"
                        + System.nanoTime() + "\"}"), "token");
    }
}
