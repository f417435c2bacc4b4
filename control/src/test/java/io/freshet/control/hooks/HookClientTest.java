package io.freshet.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.control.hooks.HookFailure.Kind;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HookClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final HookClient client = new HookClient("Freshet/test", 4,
            HookClientTest::tls);
    private ServerSocket server;

    private static SSLSocketFactory tls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void answers(String answer, boolean closes) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[4096];
                int count = socket.getInputStream().read(request);
                asked.set(new String(request, 0, count, StandardCharsets.US_ASCII));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (!closes) {
                    var _ = socket.getInputStream().read();
                }
            } catch (IOException _) {
                // The test is over.
            }
        });
    }

    private HookTarget target(boolean privateAllowed) throws HookFailure {
        return HookTarget.of("http://127.0.0.1:" + server.getLocalPort() + "/hook?x=1",
                privateAllowed);
    }

    private HookAnswer post(Duration timeout) throws Exception {
        return client.send(HookCall.post(target(true), Map.of("Content-Type", "application/json",
                "webhook-id", "1"), Bytes.wrap("{}".getBytes(StandardCharsets.UTF_8)), timeout));
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HookFailure.class,
                failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void sendsTheRequestAndReadsTheAnswer() throws Exception {
        answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false);
        HookAnswer answer = post(PATIENCE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(asked.get()).startsWith("POST /hook?x=1 HTTP/1.1\r\n")
                .contains("\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("\r\nContent-Length: 2\r\n").endsWith("\r\n\r\n{}");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        answers("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", true);
        HookAnswer answer = post(PATIENCE);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.isSuccess()).isFalse();
    }

    @Test
    void readsChunksAndInterimAnswers() throws Exception {
        answers(String.join("\r\n", "HTTP/1.1 100 Continue", "", "HTTP/1.1 201 ",
                "Transfer-Encoding: chunked", "", "2;x=y", "ab", "1", "c", "0", "", ""), false);
        assertThat(post(PATIENCE).text()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMTP ready\r\n", "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n"})
    void whatIsNoAnswerIsSaidToBeNone(String answer) {
        answers(answer, true);
        fails(Kind.BAD_ANSWER, () -> post(PATIENCE));
    }

    @Test
    void anAnswerThatIsCutShortIsNone() {
        answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", true);
        fails(Kind.NO_CONNECTION, () -> post(PATIENCE));
    }

    @Test
    void silenceEndsAtTheDeadline() {
        answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", false);
        fails(Kind.TIMEOUT, () -> post(SHORT));
    }

    @Test
    void aLookUpThatHangsEndsAtTheDeadline() {
        CountDownLatch never = new CountDownLatch(1);
        HookClient slow = new HookClient("x", 1, HookClientTest::tls,
                host -> {
                    try {
                        never.await();
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                    return InetAddress.getAllByName("127.0.0.1");
                });
        fails(Kind.TIMEOUT, () -> slow.send(HookCall.get(target(true), SHORT, 10)));
    }

    @Test
    void privateAddressesAreRefusedAlsoBehindANameAndAfterARebind() throws Exception {
        fails(Kind.NOT_ALLOWED, () -> client.send(HookCall.get(target(false), PATIENCE, 10)));
        AtomicInteger looks = new AtomicInteger();
        HookClient rebound = new HookClient("x", 1,
                HookClientTest::tls, host -> new InetAddress[] {
                    InetAddress.ofLiteral(looks.getAndIncrement() == 0 ? "169.254.169.254"
                            : "93.184.216.34")});
        HookTarget named = HookTarget.of("http://meta.example:8080/", false);
        fails(Kind.NOT_ALLOWED, () -> rebound.send(HookCall.get(named, PATIENCE, 10)));
        assertThat(looks).hasValue(1);
    }

    /// This machine, and the address at which clouds tell their secrets, in every form that some
    /// resolver takes.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001",
        "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "[fe80::1%25lo]", "localhost", "LOCALHOST", "localhost.",
        "127.0.0.1.", "169.254.169.254", "2852039166", "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]"})
    void noFormOfAnInnerAddressIsAsked(String host) {
        answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false);
        assertThatThrownBy(() -> client.send(HookCall.get(HookTarget.of("http://" + host + ":"
                + server.getLocalPort() + "/", false), PATIENCE, 10)))
                .isInstanceOfSatisfying(HookFailure.class, failure ->
                        assertThat(failure.kind()).isIn(Kind.NOT_ALLOWED, Kind.NO_ADDRESS));
        assertThat(asked).hasValue("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/", "file:///etc/passwd", "http:///x", "http://",
        "https://user:pass@example.org/", "https://example.org/#x", "https://example.org:22/",
        "https://example.org:0/", "gopher://x/", "not a url", "//example.org/",
        "https://example.org:99999/", "http://ex\u00e4mple.org/", "jar:http://x!/"})
    void urlsOfOtherFormsAreRefused(String url) {
        fails(Kind.NOT_ALLOWED, () -> HookTarget.of(url, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "http://example.org:8080/a?b=c",
        "https://[2001:db8::1]:8443/", "HTTPS://example.org/"})
    void urlsOfTheWebAreTaken(String url) throws HookFailure {
        assertThat(HookTarget.of(url, false).host()).doesNotContain("[");
    }
}
