package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testkit.Patience;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes as processes, with one database and one server of NATS: each in turn is killed and
/// comes back, and whoever is on duty then makes the alert of it, once.
@Tag("clients")
@Timeout(300)
final class ClusterAlertTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final String FIRED = "\"type\":\"alert.fired\"";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Program> nodes = new LinkedHashMap<>();
    private int natsPort;
    private Program nats;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void open() throws Exception {
        natsPort = free();
        nats = Program.start(folder, "nats-server", "-js", "-a", "127.0.0.1", "-p",
                String.valueOf(natsPort), "-sd", folder.resolve("nats").toString());
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        for (String name : NAMES) {
            ports.put(name, free());
            start(name);
            // The first makes the tables.
            signIn(name);
        }
    }

    @AfterEach
    void close() throws IOException {
        client.shutdownNow();
        nodes.values().forEach(Program::close);
        postgres.close();
        nats.close();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(String name) throws IOException {
        Path key = folder.resolve("secret.key");
        if (Files.notExists(key)) {
            Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        }
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        for (String set : List.of("rtmp.listen=127.0.0.1:0", "rtmps.listen=off", "loops=1",
                "http.listen=127.0.0.1:0", "https.listen=off", "drain-timeout=1s",
                "control.listen=127.0.0.1:" + ports.get(name), "demo.enabled=false",
                "data-dir=" + folder.resolve(name), "control.admin-password=" + Operator.PASSWORD,
                "database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "database.user=postgres", "database.secret-key-file=" + key,
                "cluster.nats=nats://127.0.0.1:" + natsPort, "cluster.node=" + name,
                "cluster.secret=a secret of the test", "cluster.host=127.0.0.1")) {
            words.addAll(List.of("--set", set));
        }
        nodes.put(name, Program.start(folder, Map.of(), words));
    }

    private Operator signIn(String name) throws Exception {
        Program program = nodes.get(name);
        try {
            return Operator.at(client, path -> "http://127.0.0.1:" + ports.get(name) + "/" + path);
        } catch (AssertionError never) {
            throw new AssertionError(program.told() + program.output(), never);
        }
    }

    /// Waits until that node shows an alert of the other's death that fires, or none any more.
    private void awaitAlert(String victim, boolean firing, String at) throws Exception {
        Operator operator = signIn(at);
        String subject = "\"subject\":\"" + victim + "\"";
        String[] last = {""};
        try {
            Patience.until("alert of " + victim + " firing=" + firing, SOON, () -> {
                try {
                    last[0] = operator.call("GET", "api/v1/alerts?state=firing", "");
                    return last[0].contains(subject) == firing;
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
        } catch (AssertionError never) {
            throw new AssertionError(last[0] + nodes.get(at).told() + nodes.get(at).output(),
                    never);
        }
    }

    @Test
    void whoeverDiesIsMissedOnceAndItsReturnIsSeen() throws Exception {
        signIn("a").call("POST", "api/v1/alert-rules", "{\"name\":\"a node is lost\","
                + "\"kind\":\"node-lost\",\"forS\":1,\"severity\":\"critical\"}");
        for (String victim : NAMES) {
            String other = NAMES.get((NAMES.indexOf(victim) + 1) % NAMES.size());
            nodes.get(victim).kill();
            long killedNs = System.nanoTime();
            awaitAlert(victim, true, other);
            System.out.println("alert of " + victim + " after "
                    + (System.nanoTime() - killedNs) / 1_000_000 + " ms");
            start(victim);
            awaitAlert(victim, false, other);
            signIn(victim);
        }
        String events = signIn("b").call("GET", "api/v1/events?type=alert.fired&limit=100", "");
        for (String victim : NAMES) {
            Pattern told = Pattern.compile("\"subject\":\"" + victim + "\"");
            assertThat(told.matcher(events).results().count()).as(victim + " in " + events)
                    .isEqualTo(1);
        }
        assertThat(events.split(Pattern.quote(FIRED), -1)).hasSize(NAMES.size() + 1);
    }
}
