package io.freshet.tools.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.tools.options.WrongUse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtlTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private HttpServer server;
    private Path home;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        home = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("GET /openapi.yaml", "200 " + Documents.YAML);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String who = exchange.getRequestHeaders().getOrDefault("Authorization",
                exchange.getRequestHeaders().getOrDefault("Cookie", List.of("nobody"))).getFirst();
        if (!request.endsWith("openapi.yaml")) {
            asked.add(request + " " + who + " " + body);
        }
        String answer = answers.getOrDefault(request, "404 {\"detail\": \"not\\u001bthere\"}");
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Set-Cookie", "freshet_session=s1; HttpOnly");
        exchange.getResponseHeaders().add("Content-Type",
                request.endsWith(".jpg") ? "image/jpeg" : "application/json");
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)),
                bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String run(String... words) throws Exception {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new Ctl(out, Map.of("FRESHET_URL", url(), "XDG_CONFIG_HOME", home.toString()),
                _ -> typed.removeFirst()).run(List.of(words));
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerIsATableOrWhatCame() throws Exception {
        answers.put("GET /api/v1/streams?app=live", "200 {\"streams\":[{\"name\":\"cam\"}],"
                + "\"next\":\"c2\"}");
        assertThat(run("streams", "--app", "live", "--token", "fat_1"))
                .isEqualTo("NAME\ncam\nthere is more: --cursor c2\n");
        assertThat(run("streams", "--app", "live", "--json"))
                .isEqualTo("{\"streams\":[{\"name\":\"cam\"}],\"next\":\"c2\"}\n");
        assertThat(asked).containsExactly("GET /api/v1/streams?app=live Bearer fat_1 ",
                "GET /api/v1/streams?app=live nobody ");
    }

    @Test
    void aThingAndWhatToDoWithItIsACommandToo() throws Exception {
        answers.put("GET /api/v1/nodes", "200 {\"items\":[{\"id\":\"a\",\"state\":\"ready\","
                + "\"heapBytes\":7}]}");
        assertThat(run("node", "list")).isEqualTo("ID  STATE\na   ready\n");
        answers.put("POST /api/v1/nodes/a/drain?reason=disk",
                "200 {\"id\":\"a\",\"state\":\"draining\",\"heapBytes\":7}");
        assertThat(run("node", "drain", "a", "--reason", "disk"))
                .contains("draining").doesNotContain("heap");
        assertThat(run("completion")).contains("node) options=\"drain list\"");
        assertThatThrownBy(() -> run("node", "dance", "a")).isInstanceOf(WrongUse.class)
                .hasMessageContaining("drain-node");
    }

    @Test
    void whatHasNoAnswerIsDone() throws Exception {
        answers.put("DELETE /api/v1/streams/live/cam", "204 ");
        assertThat(run("kick-stream", "live/cam")).isEqualTo("done\n");
    }

    @Test
    void aProblemIsToldInItsOwnWordsWithoutControlCharacters() {
        assertThatThrownBy(() -> run("kick-stream", "live", "gone"))
                .isInstanceOf(IOException.class).hasMessage("not\uFFFDthere (HTTP 404)");
    }

    @Test
    void whoIsNotSignedInIsToldHow() {
        answers.put("GET /api/v1/streams", "401 {\"detail\": \"sign in\"}");
        assertThatThrownBy(() -> run("streams")).hasMessageContaining("./freshet ctl login");
    }

    @Test
    void anUnknownCommandNamesThoseThatAreLikeIt() {
        assertThatThrownBy(() -> run("keys")).isInstanceOf(WrongUse.class)
                .hasMessageContaining("did you mean create-publish-key?");
    }

    @Test
    void aPortWhereNobodyListensIsSaidSo() {
        server.stop(0);
        assertThatThrownBy(() -> run("streams")).isInstanceOf(IOException.class)
                .hasMessageContaining("no node answers at " + url());
    }

    @Test
    void aPictureComesAsItIs() throws Exception {
        answers.put("GET /api/v1/streams/live/cam/thumbnail.jpg", "200 {\u00ff\u00d8");
        assertThat(run("get-thumbnail", "live/cam")).isEqualTo("{\u00ff\u00d8");
    }

    @Test
    void eventsAreALineEach() throws Exception {
        answers.put("GET /api/v1/events/live", """
                200 : hello

                id: 1
                event: stream.started
                data: {"app":"live"}

                """);
        assertThat(run("follow-events")).isEqualTo("stream.started {\"app\":\"live\"}\n");
    }

    @Test
    void helpAndCompletionKnowEveryOperation() throws Exception {
        assertThat(run("help")).contains("  streams ", "  kick-stream ", "All streams.");
        assertThat(run("help", "create-publish-key")).contains("create-publish-key APP",
                "--name                 string, needed.", "--expires-ms           integer When");
        assertThat(run("completion")).contains("list-streams|streams) options=\"--app --from-ms",
                "create-publish-key) options=\"--idempotency-key --name --addresses");
    }

    @Test
    void signingInLeavesATokenForItsOwnerAloneAndNoPassword() throws Exception {
        answers.put("POST /api/v1/login", "200 {\"mustChangePassword\":false,\"csrfToken\":\"c1\","
                + "\"grants\":{\"*\":\"admin\"}}");
        answers.put("POST /api/v1/tokens", "201 {\"token\":\"fat_secret\",\"id\":\"t1\"}");
        answers.put("POST /api/v1/logout", "204 ");
        answers.put("GET /api/v1/streams", "200 {\"streams\":[]}");
        answers.put("DELETE /api/v1/tokens/t1", "204 ");
        typed.add("correct horse");
        assertThat(run("login", "anna")).contains("signed in as anna").doesNotContain("fat_secret");
        Path file = home.resolve("freshet").resolve("ctl");
        assertThat(Files.getPosixFilePermissions(file)).containsOnly(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(Files.readString(file)).contains("fat_secret").doesNotContain("horse");
        assertThat(run("streams")).isEqualTo("none\n");
        run("logout");
        assertThat(file).doesNotExist();
        assertThat(asked.get(0)).isEqualTo("POST /api/v1/login nobody "
                + "{\"name\":\"anna\",\"password\":\"correct horse\"}");
        assertThat(asked.get(1)).startsWith("POST /api/v1/tokens freshet_session=s1 {\"name\":"
                + "\"ctl\",\"grants\":{\"*\":\"admin\"},\"expiresMs\":");
        assertThat(asked.subList(2, 5)).containsExactly("POST /api/v1/logout freshet_session=s1 {}",
                "GET /api/v1/streams Bearer fat_secret ",
                "DELETE /api/v1/tokens/t1 Bearer fat_secret ");
    }

    @Test
    void aOneTimePasswordIsChangedOnTheWay() throws Exception {
        answers.put("POST /api/v1/login", "200 {\"mustChangePassword\":true,\"csrfToken\":\"c1\"}");
        answers.put("PUT /api/v1/me/password", "200 {\"csrfToken\":\"c2\",\"grants\":{}}");
        answers.put("POST /api/v1/tokens", "201 {\"token\":\"fat_secret\",\"id\":\"t1\"}");
        answers.put("POST /api/v1/logout", "204 ");
        typed.addAll(List.of("once", "correct horse", "correct horse"));
        run("login");
        assertThat(asked.get(1)).isEqualTo("PUT /api/v1/me/password freshet_session=s1 "
                + "{\"current\":\"once\",\"next\":\"correct horse\"}");
        typed.addAll(List.of("once", "correct horse", "correct mule"));
        assertThatThrownBy(() -> run("login")).hasMessageContaining("two different passwords");
    }

    @Test
    void theTokenOfOneNodeIsNotShownToAnother() throws Exception {
        new SavedLogin("http://127.0.0.1:1", "fat_other", "t1")
                .write(home.resolve("freshet").resolve("ctl"));
        answers.put("GET /api/v1/streams", "200 {\"streams\":[]}");
        run("streams");
        assertThat(asked).containsExactly("GET /api/v1/streams nobody ");
    }
}
