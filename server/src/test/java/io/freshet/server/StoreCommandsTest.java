package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line does to the database of a node that runs.
class StoreCommandsTest {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(Path data, String... words) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return new Main(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(all);
    }

    private static HttpResponse<String> login(int port, String password) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/api/v1/login")).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"admin\",\"password\":\""
                            + password + "\"}")).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aLostPasswordIsReplacedAndABackupCarriesItAway() throws Exception {
        Path data = folder.resolve("node");
        Path file = folder.resolve("all.jsonl.gz");
        try (TestNode node = TestNode.open(folder)) {
            Patience.until("the first administrator", ANSWER, () ->
                    run(data, "admin", "reset-password", "admin") == Main.OK);
            String password = out.toString(StandardCharsets.UTF_8).strip()
                    .replaceAll(".*: ", "");
            HttpResponse<String> signedIn = login(node.port("control.listen"), password);
            assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
            assertThat(signedIn.body()).contains("\"mustChangePassword\":true");
            assertThat(run(data, "admin", "reset-password", "nobody")).isEqualTo(Main.FAILED);
            assertThat(err).asString().contains("there is no user nobody");
            assertThat(run(data, "backup", file.toString())).isEqualTo(Main.OK);
        }
        assertThat(file).isNotEmptyFile();
        Path other = folder.resolve("other");
        assertThat(run(other, "restore", file.toString())).isEqualTo(Main.OK);
        assertThat(out).asString().contains("restored");
        assertThat(run(other, "restore", file.toString())).isEqualTo(Main.FAILED);
        assertThat(err).asString().contains("not empty").contains("--replace");
        assertThat(run(other, "restore", file.toString(), "--replace")).isEqualTo(Main.OK);
        assertThat(run(other, "admin", "reset-password", "admin")).isEqualTo(Main.OK);
        Files.writeString(folder.resolve("broken"), "rubbish");
        assertThat(run(other, "restore", folder.resolve("broken").toString(), "--replace"))
                .isEqualTo(Main.FAILED);
        assertThat(run(other, "restore")).isEqualTo(Main.WRONG_USE);
        assertThat(run(other, "admin", "dance")).isEqualTo(Main.WRONG_USE);
    }
}
