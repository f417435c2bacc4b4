package io.freshet.control.access.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.hooks.HookClient;
import io.freshet.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The customer's server is a socket of the test's own.
final class JwksKeysTest {

    private static final int MINUTE_MS = 60_000;

    private final FakeClock clock = new FakeClock();
    private final JwksKeys keys = new JwksKeys(new HookClient("Freshet/test", 4, () ->
            (SSLSocketFactory) SSLSocketFactory.getDefault()), clock);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = "";
    private ServerSocket server;
    private SigningKey customer;

    @BeforeEach
    void open() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        customer = new SigningKey("custom", "customer", SigningKey.Kind.JWKS,
                "http://127.0.0.1:" + server.getLocalPort() + "/jwks", true, 0, "");
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    var _ = socket.getInputStream().read(new byte[4096]);
                    asked.incrementAndGet();
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    // The client has gone, or the test is over.
                }
            }
        });
        publishes("a");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void publishes(String keyId) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String set = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"" + keyId + "\",\"k\":\"AAAA\"},"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + keyId + "\",\"x\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(
                        Signatures.raw(pair.getPublic()).toArray()) + "\"}]}";
        answer = "HTTP/1.1 200 OK\r\nContent-Length: " + set.length() + "\r\n\r\n" + set;
    }

    private static Jwt token(String keyId) throws BadTokenException {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return Jwt.parse(encoder.encodeToString(("{\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\"}")
                .getBytes(StandardCharsets.UTF_8)) + "." + encoder.encodeToString(
                "{\"stream\":\"**\",\"exp\":9999999999}".getBytes(StandardCharsets.UTF_8))
                + ".AAAA");
    }

    private int found(String keyId) throws Exception {
        Jwt token = token(keyId);
        return keys.of(customer, token).of(token).size();
    }

    @Test
    void aSetIsFetchedOnceAndSecretsInItArePassedOver() throws Exception {
        assertThat(found("a")).isEqualTo(1);
        assertThat(found("a")).isEqualTo(1);
        assertThat(asked).hasValue(1);
        clock.advanceMs(10 * MINUTE_MS + 1);
        found("a");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aNewKeyIsLookedForTwiceAMinute() throws Exception {
        found("a");
        for (int i = 0; i < 100; i++) {
            assertThat(found("made-up-" + i)).isZero();
        }
        assertThat(asked).hasValue(1);
        publishes("b");
        clock.advanceMs(MINUTE_MS);
        assertThat(found("b")).isEqualTo(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whileTheCustomerIsAwayTheKeysStayForADay() throws Exception {
        found("a");
        answer = "HTTP/1.1 500 X\r\n\r\n";
        clock.advanceMs(23 * 60 * MINUTE_MS);
        assertThat(found("a")).isEqualTo(1);
        clock.advanceMs(2 * 60 * MINUTE_MS);
        assertThat(found("a")).isZero();
    }

    @Test
    void whatIsNoKeySetHasNoKeys() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";
        assertThat(found("a")).isZero();
    }

    /// Else whoever runs the key set's server could have this node ask servers behind it.
    @Test
    void aKeySetIsNotFetchedFromWhereARedirectLeads() throws Exception {
        String good = answer;
        answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + server.getLocalPort()
                + "/other\r\nContent-Length: 0\r\n\r\n";
        assertThat(found("a")).isZero();
        assertThat(asked).hasValue(1);
        answer = good;
        clock.advanceMs(MINUTE_MS);
        assertThat(found("a")).isEqualTo(1);
    }

    @Test
    void aKeySetInsideIsNotFetchedUnlessAllowed() throws Exception {
        SigningKey inside = new SigningKey("custom", "customer", SigningKey.Kind.JWKS,
                customer.material(), false, 0, "");
        assertThat(keys.of(inside, token("a")).of(token("a"))).isEmpty();
        assertThat(asked).hasValue(0);
    }
}
