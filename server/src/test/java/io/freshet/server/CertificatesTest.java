package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.net.tls.TlsContexts;
import io.freshet.server.config.TlsSettings;
import io.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's files are replaced while connections go on.
final class CertificatesTest {

    private static final Duration LOOKS = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private Path first;
    private Path second;
    private Path certificate;
    private Path key;
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        first = made("first");
        second = made("second");
        certificate = folder.resolve("site.crt");
        key = folder.resolve("site.key");
        put(first, "tls.crt", certificate);
        put(first, "tls.key", key);
        node = TestNode.open(folder, "tls.certificate=" + certificate, "tls.key=" + key,
                "control.admin-password=" + Operator.PASSWORD);
    }

    private Path made(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        TlsContexts.selfMade(made, List.of("localhost"), Instant.now());
        return made;
    }

    private static void put(Path from, String name, Path to) throws IOException {
        Files.copy(from.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOldOnesGoOn() throws Exception {
        try (SSLSocket https = connect("https.listen"); SSLSocket rtmps = connect("rtmps.listen")) {
            assertThat(seen(https)).isEqualTo(seen(rtmps)).isEqualTo(inFile(first));
            assertThat(request(https)).startsWith("HTTP/1.1 200");
            put(second, "tls.crt", certificate);
            put(second, "tls.key", key);
            for (String listener : List.of("https.listen", "rtmps.listen")) {
                Patience.until("the new certificate", LOOKS, () -> offers(listener, second));
            }
            Operator operator = Operator.at(node);
            Patience.until("the event", LOOKS, () -> {
                try {
                    return operator.call("GET", "api/v1/events?type=certificate.*", "")
                            .contains("certificate.renewed");
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            assertThat(request(https)).startsWith("HTTP/1.1 200");
            assertThat(rtmps.getInputStream().available()).isZero();
            rtmps.getOutputStream().write(new byte[1537]);
        }
    }

    @Test
    void aBrokenPairIsRefusedAndTheOldOneStays() throws Exception {
        List<String> told = new ArrayList<>();
        Certificates certificates = Certificates.open(
                new TlsSettings(certificate.toString(), key.toString(),
                        new TlsSettings.Acme(List.of(), "", URI.create("https://none"), false)),
                folder, new SystemClock(), event -> told.add(event.type()));
        X509Certificate before = certificates.tls().now().certificate();
        put(second, "tls.crt", certificate);
        certificates.look();
        certificates.look();
        assertThat(certificates.tls().now().certificate()).isEqualTo(before);
        assertThat(told).containsExactly("certificate.refused");
        assertThat(certificates.ends()).containsKey(certificate.toString());
        put(second, "tls.key", key);
        certificates.look();
        assertThat(certificates.tls().now().certificate())
                .as("written a moment ago").isEqualTo(before);
        certificates.look();
        assertThat(certificates.tls().now().certificate()).isEqualTo(inFile(second));
        assertThat(told).containsExactly("certificate.refused", "certificate.renewed");
        certificates.notFetched("it cannot be reached");
        certificates.notFetched("it cannot be reached");
        assertThat(told).as("once, as long as it is the same").hasSize(3);
    }

    @Test
    void startsNotWithAPairThatDoesNotBelongTogether() throws Exception {
        put(second, "tls.key", key);
        assertThatThrownBy(() -> TestNode.open(folder, "tls.certificate=" + certificate,
                "tls.key=" + key)).isInstanceOf(StartFailure.class)
                .hasMessageContaining(key + ": is not the key of the first certificate");
    }

    private static X509Certificate inFile(Path made) throws IOException {
        return TlsContexts.fromFiles(made.resolve("tls.crt"), made.resolve("tls.key"))
                .certificate();
    }

    private boolean offers(String listener, Path made) {
        try (SSLSocket socket = connect(listener)) {
            return seen(socket).equals(inFile(made));
        } catch (Exception notYet) {
            return false;
        }
    }

    private static X509Certificate seen(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private SSLSocket connect(String listener) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", node.port(listener));
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        return socket;
    }

    private static String request(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /streams.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[8192];
        int size = 0;
        String text = "";
        while (!text.contains("}")) {
            int more = socket.getInputStream().read(answer, size, answer.length - size);
            if (more <= 0) {
                return text;
            }
            size += more;
            text = new String(answer, 0, size, StandardCharsets.US_ASCII);
        }
        return text;
    }

    /// Whom we talk to is what the test asks.
    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
