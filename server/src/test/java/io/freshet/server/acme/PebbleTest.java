package io.freshet.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.media.Clock;
import io.freshet.net.tls.TlsContexts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pebble, the test server of those who run Let's Encrypt, gives us a certificate; it refuses one
/// nonce in seven on purpose.
@Tag("clients")
@Timeout(120)
final class PebbleTest {

    @TempDir
    Path folder;
    private final Challenges challenges = new Challenges();
    private HttpServer web;
    private final List<Process> programs = new ArrayList<>();

    @AfterEach
    void close() {
        programs.forEach(Process::destroy);
        if (web != null) {
            web.stop(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void start(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(words[0] + ".log").toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        builder.environment().put("PEBBLE_WFE_NONCEREJECT", "14");
        programs.add(builder.start());
    }

    private int startPebble() throws IOException {
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
        TlsContexts.selfMade(folder, List.of("localhost", "127.0.0.1"), Instant.now());
        int listen = freePort();
        int names = freePort();
        Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "",
                  "certificate": "tls.crt", "privateKey": "tls.key", "httpPort": %d,
                  "tlsPort": 5001, "ocspResponderURL": "",
                  "externalAccountBindingRequired": false}}
                """.formatted(listen, web.getAddress().getPort()));
        start("pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "",
                "-dns01", "127.0.0.1:" + names, "-http01", "", "-https01", "", "-tlsalpn01", "",
                "-management", "127.0.0.1:" + freePort());
        start("pebble", "-config", "pebble.json", "-strict", "-dnsserver", "127.0.0.1:" + names);
        return listen;
    }

    private SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("tls.crt"))) {
            store.setCertificateEntry("pebble",
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void pebbleGivesACertificateTwiceToTheSameAccount() throws Exception {
        int listen = startPebble();
        SSLContext trust = trust();
        AcmeOptions options = new AcmeOptions(List.of("live.example.com", "tv.example.com"),
                "operator@example.com", URI.create("https://localhost:" + listen + "/dir"),
                folder.resolve("acme"));
        Clock clock = new Clock() {
            @Override
            public long wallMs() {
                return System.currentTimeMillis();
            }

            @Override
            public long monotonicNs() {
                return System.nanoTime();
            }
        };
        Renewal renewal = new Renewal(options, challenges, new Renewal.Surroundings(clock,
                new SecureRandom(), () -> HttpClient.newBuilder().sslContext(trust).build(),
                Thread::sleep, () -> { }, _ -> { }));
        long endNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(options.certificate()) && System.nanoTime() < endNs) {
            renewal.step();
            Thread.sleep(200);
        }
        assertThat(options.certificate()).as(Files.readString(folder.resolve("pebble.log")))
                .exists();
        X509Certificate first = TlsContexts.fromFiles(options.certificate(),
                options.certificate()).certificate();
        assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
        assertThat(first.getSubjectAlternativeNames()).hasSize(2);
        Files.delete(options.certificate());
        for (int i = 0; i < 5 && !Files.exists(options.certificate()); i++) {
            renewal.step();
        }
        assertThat(options.certificate()).exists();
    }
}
