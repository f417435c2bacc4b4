package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a small server that answers as the API of Kubernetes does.
class KubernetesProviderTest {

    static final NodeRecord NODE = new NodeRecord("edge-1", 1, Set.of(Role.EDGE),
            new Place("eu", ""), Map.of("http", "http://192.0.2.7:8080",
                    "relay", "http://192.0.2.7:8080"), new Capacity(10, 10), "1",
            NodeState.EVICTED);

    private static final String PASSWORD = "changeit";

    @TempDir Path account;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(account.resolve("token"), "a.token.of.the.account\n");
        Files.writeString(account.resolve("namespace"), "media");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server);
    }

    private void serve(HttpServer made) {
        made.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        made.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private KubernetesProvider provider() {
        return new KubernetesProvider("http://127.0.0.1:" + server.getAddress().getPort(),
                account, "freshet-{node}");
    }

    @Test
    void deletesThePodOfTheNode() throws Exception {
        assertThat(provider().reprovision(NODE, "why")).isEmpty();
        assertThat(asked.poll(5, TimeUnit.SECONDS)).isEqualTo(
                "DELETE /api/v1/namespaces/media/pods/freshet-edge-1 "
                        + "Bearer a.token.of.the.account");
    }

    @Test
    void aPodThatIsGoneIsMadeAnywayByItsController() throws Exception {
        status = 404;
        assertThat(provider().reprovision(NODE, "why")).isEmpty();
    }

    @Test
    void saysWhatWentWrong() throws Exception {
        status = 403;
        assertThat(provider().reprovision(NODE, "why")).hasValueSatisfying(said ->
                assertThat(said).contains("403").contains("freshet-edge-1"));
        Files.delete(account.resolve("token"));
        assertThat(provider().reprovision(NODE, "why")).isPresent();
    }

    /// As in a pod: the API's certificate is signed by an authority that only the account names.
    ///
    /// The files were made by keytool and are valid for a hundred years.
    private HttpServer overTls() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = resource("kubernetes-server.p12")) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(
                KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer made = HttpsServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(made);
        return made;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                KubernetesProviderTest.class.getResourceAsStream(name), name);
    }

    private void trust(String name) throws IOException {
        try (InputStream in = resource(name)) {
            Files.write(account.resolve("ca.crt"), in.readAllBytes());
        }
    }

    @Test
    void trustsTheAuthorityOfTheAccountAndNobodyElse() throws Exception {
        HttpServer tls = overTls();
        try {
            KubernetesProvider provider = new KubernetesProvider("https://127.0.0.1:"
                    + tls.getAddress().getPort(), account, "{node}");
            assertThat(provider.reprovision(NODE, "why")).as("without ca.crt").isPresent();
            trust("another-ca.crt");
            assertThat(provider.reprovision(NODE, "why")).as("by another authority").isPresent();
            assertThat(asked).as("what was told to a stranger").isEmpty();
            trust("kubernetes-ca.crt");
            assertThat(provider.reprovision(NODE, "why")).isEmpty();
            assertThat(asked.poll(5, TimeUnit.SECONDS)).startsWith("DELETE ");
            Files.writeString(account.resolve("ca.crt"), "no certificate");
            assertThat(provider.reprovision(NODE, "why")).as("a file that is none").isPresent();
        } finally {
            tls.stop(0);
        }
    }
}
