package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.acme.AcmeTestServer;
import io.freshet.testkit.Patience;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node fetches its certificate by itself, and shows it without a restart.
final class AcmeTest {

    @TempDir
    Path folder;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    @Test
    void aNodeGetsItsCertificateAndTakesItIntoUse() throws Exception {
        try (AcmeTestServer authority = new AcmeTestServer(port::join)) {
            try (TestNode node = TestNode.open(folder, "acme.domains=live.example.test",
                    "acme.accept-terms=true", "acme.directory=" + authority.directory())) {
                port.complete(node.port("http.listen"));
                Patience.until("the certificate", Duration.ofSeconds(30), () -> node.certificate()
                        .getIssuerX500Principal().getName().contains("Test authority"));
                HttpResponse<String> other = node.get(".well-known/acme-challenge/another");
                assertThat(other.statusCode()).isEqualTo(404);
            }
            int asked = authority.heard().size();
            try (TestNode again = TestNode.open(folder, "acme.domains=live.example.test",
                    "acme.accept-terms=true", "acme.directory=" + authority.directory())) {
                assertThat(again.certificate().getIssuerX500Principal().getName())
                        .contains("Test authority");
            }
            assertThat(authority.heard()).as("it was kept").hasSize(asked);
        }
    }
}
