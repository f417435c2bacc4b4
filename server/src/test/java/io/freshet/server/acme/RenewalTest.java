package io.freshet.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.media.Clock;
import io.freshet.net.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewalTest {

    private static final List<String> DOMAINS = List.of("live.example.test", "tv.example.test");

    @TempDir
    Path folder;
    private final Challenges challenges = new Challenges();
    private final AtomicInteger issued = new AtomicInteger();
    private final WallClock clock = new WallClock();
    private HttpServer web;
    private AcmeTestServer authority;
    private Renewal renewal;

    /// A wall clock that the test moves.
    private static final class WallClock implements Clock {
        private Instant now = Instant.now();

        @Override
        public long wallMs() {
            return now.toEpochMilli();
        }

        @Override
        public long monotonicNs() {
            return now.toEpochMilli() * 1_000_000;
        }
    }

    @BeforeEach
    void open() throws Exception {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/.well-known/acme-challenge/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = challenges.answer(path.substring(path.lastIndexOf('/') + 1))
                    .orElse("nothing").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        web.start();
        authority = new AcmeTestServer(() -> web.getAddress().getPort());
        renewal = renewal(DOMAINS);
    }

    private Renewal renewal(List<String> domains) {
        return new Renewal(options(domains), challenges, new Renewal.Surroundings(clock,
                new SecureRandom(), HttpClient::newHttpClient, _ -> { },
                issued::incrementAndGet, _ -> { }));
    }

    private AcmeOptions options(List<String> domains) {
        return new AcmeOptions(domains, "operator@example.test", authority.directory(),
                folder.resolve("acme"));
    }

    @AfterEach
    void close() {
        authority.close();
        web.stop(0);
    }

    private X509Certificate certificate() throws IOException {
        Path file = options(DOMAINS).certificate();
        return TlsContexts.fromFiles(file, file).certificate();
    }

    @Test
    void fetchesACertificateForAllNames() throws Exception {
        assertThat(renewal.step()).isEqualTo(Duration.ofHours(1));
        assertThat(certificate().getSubjectAlternativeNames()).hasSize(2);
        assertThat(issued).hasValue(1);
        assertThat(challenges.answer("token-of-live_example_test")).as("nothing stays").isEmpty();
        for (String name : List.of("certificate.pem", "account.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                    folder.resolve("acme").resolve(name)))).isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                folder.resolve("acme")))).isEqualTo("rwx------");
    }

    @Test
    void renewsWhenTwoThirdsOfTheTimeAreOverAndNotBefore() throws Exception {
        renewal.step();
        X509Certificate first = certificate();
        clock.now = clock.now.plus(Duration.ofDays(50));
        assertThat(renewal.step()).isEqualTo(Duration.ofHours(1));
        assertThat(certificate()).isEqualTo(first);
        assertThat(issued).hasValue(1);
        clock.now = clock.now.plus(Duration.ofDays(11));
        authority.from = clock.now.minusSeconds(60);
        renewal.step();
        assertThat(issued).hasValue(2);
        assertThat(certificate()).isNotEqualTo(first);
        // The same account: its key was kept.
        assertThat(authority.heard().stream().filter("/account"::equals)).hasSize(2);
    }

    @Test
    void anotherNameNeedsAnotherCertificateAtOnce() throws Exception {
        renewal.step();
        renewal(List.of("radio.example.test")).step();
        assertThat(issued).hasValue(2);
        assertThat(certificate().getSubjectAlternativeNames().toString()).contains("radio");
    }

    @Test
    void aUsedUpNonceIsNoTrouble() throws Exception {
        authority.badNonces = 2;
        renewal.step();
        assertThat(issued).hasValue(1);
    }

    @Test
    void leavesAnAuthorityAloneForAsLongAsItWants() throws Exception {
        authority.rateLimitS = 100_000;
        assertThat(renewal.step()).isEqualTo(Duration.ofSeconds(100_000));
        authority.rateLimitS = 1;
        assertThat(renewal.step()).as("twice the first pause, and chance")
                .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(30));
        authority.rateLimitS = 0;
        renewal.step();
        assertThat(issued).hasValue(1);
    }

    @Test
    void aFailedChallengeLeavesTheOldCertificate() throws Exception {
        renewal.step();
        X509Certificate first = certificate();
        web.removeContext("/.well-known/acme-challenge/");
        clock.now = clock.now.plus(Duration.ofDays(80));
        assertThat(renewal.step()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
        assertThat(certificate()).isEqualTo(first);
        assertThat(issued).hasValue(1);
    }

    @Test
    void anAuthorityThatIsAwayIsAskedAgainLater() throws Exception {
        authority.close();
        assertThat(renewal.step()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
        for (int i = 0; i < 20; i++) {
            assertThat(renewal.step()).isLessThanOrEqualTo(Duration.ofHours(18));
        }
    }
}
