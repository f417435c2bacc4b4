package io.freshet.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiRequest;
import io.freshet.control.api.BrowserGuard;
import io.freshet.control.api.Replays;
import io.freshet.control.api.Router;
import io.freshet.media.Bytes;
import io.freshet.testkit.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {

    private static final String SCRIPT = "console.log('flow');".repeat(100);
    private static final String PAGE = "<!doctype html>";

    private static final Map<String, byte[]> FILES = Map.of(
            "console.html", PAGE.getBytes(UTF_8),
            "index.html", "for everybody".getBytes(UTF_8),
            "assets/console-1a2b.js", SCRIPT.getBytes(UTF_8));

    private final Router router = router(FILES);

    private static Router router(Map<String, byte[]> files) {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8090);
        return new Router(new BrowserGuard(listen), _ -> Optional.empty(),
                new Replays(new FakeClock()), new ConsoleFiles(files,
                        new ListeningNode()).routes());
    }

    /// Listens at 8080 and 8443, beside another edge.
    private static final class ListeningNode implements NodeStatus {

        private final FakeNode like = new FakeNode();

        @Override
        public Ports ports() {
            return new Ports(1935, 0, 8080, 8443);
        }

        @Override
        public List<String> otherEdges() {
            return List.of("http://edge-2:8080");
        }

        @Override
        public String version() {
            return like.version();
        }

        @Override
        public long startedWallMs() {
            return like.startedWallMs();
        }

        @Override
        public Optional<String> notReadyReason() {
            return like.notReadyReason();
        }

        @Override
        public List<Listener> listeners() {
            return like.listeners();
        }

        @Override
        public String transport() {
            return like.transport();
        }

        @Override
        public List<LoopState> loops() {
            return like.loops();
        }

        @Override
        public List<Refused> refusedViewers() {
            return like.refusedViewers();
        }
    }

    private ApiAnswer get(String path) throws InterruptedException {
        return get(path, Map.of());
    }

    private ApiAnswer get(String path, Map<String, String> more) throws InterruptedException {
        return ask(router, "GET", path, more);
    }

    private static ApiAnswer ask(Router router, String method, String path,
            Map<String, String> more) throws InterruptedException {
        Map<String, String> headers = new HashMap<>(Map.of("host", "127.0.0.1:8090"));
        headers.putAll(more);
        boolean secure = headers.getOrDefault("x-forwarded-proto", "").equals("https");
        return router.answer(new ApiRequest(method, path, Map.of(), headers, Bytes.EMPTY,
                new ApiRequest.Peer("192.0.2.1", false, secure)));
    }

    private static String text(ApiAnswer answer) {
        return new String(answer.body().toArray(), UTF_8);
    }

    private static String policy(ApiAnswer answer) {
        return answer.headers().getOrDefault("Content-Security-Policy", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/streams", "/streams/live/demo", "/streams/live/a/b",
            "/streams/live/a/b/c", "/streams/live/%3Cscript%3E", "/keys", "/settings"})
    void thePageIsAtEveryPathThatTheConsoleShows(String path) throws Exception {
        ApiAnswer answer = get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(PAGE);
        assertThat(answer.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/index.html", "/console.html", "/assets", "/assets/",
        "/assets/nothing",
            "/assets/..%2Fconsole.html", "/assets/%2e%2e%2fconsole.html", "/assets/../console.html",
            "//assets/console-1a2b.js", "/assets/console-1a2b.js/", "/streams/live/a/b/c/d",
            "/watch/live/demo", "/assets/console-1a2b.js%00", "/assets/%", "/assets/%E0%80"})
    void nothingElseIsThere(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void thePageMayAskThisPortAndMediaPortsOfTheClusterAndNobodyElse() throws Exception {
        assertThat(policy(get("/", Map.of("host", "LOCALHOST:8090"))))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; "
                        + "img-src 'self'; "
                        + "media-src 'self' blob: http://localhost:8080 ws://localhost:8080"
                        + " http://edge-2:8080 ws://edge-2:8080; "
                        + "connect-src 'self' http://localhost:8080 ws://localhost:8080"
                        + " http://edge-2:8080 ws://edge-2:8080; "
                        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(policy(get("/", Map.of("host", "[::1]:8090", "x-forwarded-proto", "https"))))
                .contains("connect-src 'self' https://[::1]:8443 wss://[::1]:8443 ");
    }

    @Test
    void thePageLearnsWhereTheMediaPortsAre() throws Exception {
        assertThat(text(get("/console.json"))).isEqualTo(
                "{\"ports\":{\"rtmp\":1935,\"rtmps\":null,\"http\":8080,\"https\":8443}}");
    }

    @Test
    void anotherNameThanThisHostsIsRefused() throws Exception {
        assertThat(get("/", Map.of("host", "evil.example")).status()).isEqualTo(421);
    }

    @Test
    void assetsAreKeptForEverAndPacked() throws Exception {
        ApiAnswer plain = get("/assets/console-1a2b.js");
        assertThat(text(plain)).isEqualTo(SCRIPT);
        assertThat(plain.headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Vary", "Accept-Encoding")
                .doesNotContainKey("Content-Encoding");
        ApiAnswer zipped = get("/assets/console-1a2b.js", Map.of("accept-encoding", "br, gzip"));
        assertThat(zipped.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(zipped.body().length()).isLessThan(200);
        assertThat(unzipped(zipped)).isEqualTo(SCRIPT);
        assertThat(zipped.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
    }

    private static String unzipped(ApiAnswer answer) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(answer.body().toArray()))
                .readAllBytes(), UTF_8);
    }

    @Test
    void whoHasTheFileIsNotSentItAgain() throws Exception {
        String tag = get("/").headers().getOrDefault("ETag", "");
        ApiAnswer again = get("/", Map.of("if-none-match", "\"other\", W/" + tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body().length()).isZero();
        assertThat(policy(again)).contains("script-src 'self'");
    }

    @Test
    void onlyLookingIsAllowed() throws Exception {
        assertThat(ask(router, "POST", "/", Map.of()).status()).isEqualTo(405);
    }

    @Test
    void aBuildWithoutPagesHasNone() throws Exception {
        assertThat(ask(router(Map.of()), "GET", "/", Map.of()).status()).isEqualTo(404);
    }
}
