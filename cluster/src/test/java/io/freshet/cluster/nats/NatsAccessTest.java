package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.nats.NatsOptions.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is not let in by a real NATS says why, once, and comes in when that has been put right.
@Tag("clients")
final class NatsAccessTest {

    private static final Logger LOG = Logger.getLogger("cluster");
    private static final String USERS =
            "authorization { users: [{user: freshet, password: \"%s\"}] }";

    @TempDir
    Path folder;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
    }

    private static NatsEngine open(String url, Identity identity, Optional<Path> authorities)
            throws IOException {
        return open(url, identity, authorities, Optional.empty());
    }

    private static NatsEngine open(String url, Identity identity, Optional<Path> authorities,
            Optional<KeyManager> own) throws IOException {
        return NatsEngine.open(new NatsOptions(List.of(url), "test", identity,
                url.startsWith("tls:") ? Optional.of(NatsTrust.context(authorities, own))
                        : Optional.empty(), "freshet", 1, Duration.ofSeconds(2)));
    }

    private static void await(String what, BooleanSupplier is) throws InterruptedException {
        for (int i = 0; i < 1_200 && !is.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(is.getAsBoolean()).as(what).isTrue();
    }

    private List<String> refusals() {
        return lines.stream().filter(line -> line.contains("nats-refused")).toList();
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneComesInLater() throws Exception {
        try (NatsServers servers = new NatsServers(1, USERS.formatted("another"));
                NatsEngine engine = open(servers.urls().getFirst(),
                        new Identity.User("freshet", "our secret"), Optional.empty())) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(engine.isHere()).isFalse();
            // It is refused again and again, and jnats would give up after the second time.
            await("refusals", () -> servers.log(0).split("authentication error").length > 4);
            assertThat(refusals()).hasSize(1).first().asString().startsWith("WARNING")
                    .contains("user freshet", "cluster.nats-password")
                    .doesNotContain("our secret");
            servers.kill(0);
            servers.start(0, USERS.formatted("our secret"));
            await("the engine", engine::isHere);
        }
    }

    @Test
    void whoSaysNothingIsToldToSayWhoItIs() throws Exception {
        try (NatsServers servers = new NatsServers(1, USERS.formatted("another"));
                NatsEngine _ = open(servers.urls().getFirst(), new Identity.Anybody(),
                        Optional.empty())) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("set cluster.nats-user");
        }
    }

    @Test
    void anAuthorityThatIsNotTrustedIsSaidAndATrustedOneComesInLater() throws Exception {
        TestAuthority ours = TestAuthority.make(folder.resolve("ours"));
        ours.sign("nats", "ip:127.0.0.1");
        TestAuthority other = TestAuthority.make(folder.resolve("other"));
        other.sign("nats", "ip:127.0.0.1");
        try (NatsServers servers = new NatsServers(1, other.tls("nats"));
                NatsEngine engine = open("tls://127.0.0.1:" + servers.ports().getFirst(),
                        new Identity.Anybody(), Optional.of(ours.file()))) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals()).hasSize(1).first().asString().startsWith("WARNING")
                    .contains("cluster.nats-ca");
            servers.kill(0);
            servers.start(0, ours.tls("nats"));
            await("the engine", engine::isHere);
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTaken() throws Exception {
        TestAuthority ours = TestAuthority.make(folder.resolve("ours"));
        ours.sign("nats", "dns:nats.example");
        try (NatsServers servers = new NatsServers(1, ours.tls("nats"));
                NatsEngine engine = open("tls://127.0.0.1:" + servers.ports().getFirst(),
                        new Identity.Anybody(), Optional.of(ours.file()))) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("for another host");
            assertThat(engine.isHere()).isFalse();
        }
    }

    @Test
    void whoShowsNoCertificateIsToldToShowOne() throws Exception {
        TestAuthority ours = TestAuthority.make(folder.resolve("ours"));
        ours.sign("nats", "ip:127.0.0.1");
        try (NatsServers servers = new NatsServers(1, ours.mutualTls("nats"));
                NatsEngine engine = open("tls://127.0.0.1:" + servers.ports().getFirst(),
                        new Identity.Anybody(), Optional.of(ours.file()))) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("cluster.nats-certificate");
            assertThat(engine.isHere()).isFalse();
        }
    }

    @Test
    void aCertificateThatIsReplacedComesInWithoutARestart() throws Exception {
        TestAuthority ours = TestAuthority.make(folder.resolve("ours"));
        ours.sign("nats", "ip:127.0.0.1");
        ours.sign("node", "dns:node");
        TestAuthority other = TestAuthority.make(folder.resolve("other"));
        other.sign("node", "dns:node");
        try (NatsServers servers = new NatsServers(1, ours.mutualTls("nats"));
                NatsEngine engine = open("tls://127.0.0.1:" + servers.ports().getFirst(),
                        new Identity.Anybody(), Optional.of(ours.file()),
                        Optional.of(other.client("node")))) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("cluster.nats-certificate");
            ours.giveTo(other, "node");
            await("the engine", engine::isHere);
        }
    }

    @Test
    void whoSpeaksNoTlsIsToldTo() throws Exception {
        TestAuthority ours = TestAuthority.make(folder.resolve("ours"));
        ours.sign("nats", "ip:127.0.0.1");
        try (NatsServers servers = new NatsServers(1, ours.tls("nats"));
                NatsEngine _ = open(servers.urls().getFirst(), new Identity.Anybody(),
                        Optional.empty())) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("tls://");
        }
    }

    @Test
    void aFileOfCredentialsOpensAnAccount() throws Exception {
        TestOperator operator = new TestOperator();
        Path file = folder.resolve("freshet.creds");
        operator.credentials(file);
        try (NatsServers servers = new NatsServers(1, operator.accounts());
                NatsEngine engine = open(servers.urls().getFirst(),
                        new Identity.Credentials(file), Optional.empty())) {
            await("the engine", engine::isHere);
            assertThat(refusals()).isEmpty();
        }
    }

    @Test
    void credentialsOfAnotherOperatorAreSaid() throws Exception {
        Path file = folder.resolve("freshet.creds");
        new TestOperator().credentials(file);
        try (NatsServers servers = new NatsServers(1, new TestOperator().accounts());
                NatsEngine _ = open(servers.urls().getFirst(),
                        new Identity.Credentials(file), Optional.empty())) {
            await("a refusal", () -> !refusals().isEmpty());
            assertThat(refusals().getFirst()).contains("freshet.creds",
                    "cluster.nats-credentials");
            assertThat(String.join("\n", lines)).doesNotContain(Files.readAllLines(file).get(1));
        }
    }
}
