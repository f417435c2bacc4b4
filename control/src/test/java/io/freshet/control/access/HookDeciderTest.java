package io.freshet.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.access.decide.Decider;
import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.rule.AddressLists;
import io.freshet.control.access.rule.AppRules;
import io.freshet.control.access.rule.PublishKey;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.hooks.HookTarget;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.AccessPolicy.Request;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The webhook is a socket of the test's own.
final class HookDeciderTest {

    private final AccessFixture access = new AccessFixture();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = "HTTP/1.1 204 No Content\r\n\r\n";
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    byte[] request = new byte[8192];
                    int count = socket.getInputStream().read(request);
                    asked.add(new String(request, 0, Math.max(0, count), StandardCharsets.UTF_8));
                    if (answer.isEmpty()) {
                        var _ = socket.getInputStream().read();
                    }
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    // The client has gone, or the test is over.
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static String says(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void decides(boolean failOpen, boolean privateAllowed) throws Exception {
        Decider decider = new Decider(HookTarget.of("http://127.0.0.1:" + server.getLocalPort()
                + "/auth", privateAllowed), true, true, Duration.ofMillis(500), failOpen,
                Duration.ofSeconds(5), "whsec_c2VjcmV0");
        access.rules(new AppRules(List.of(), List.of(), AddressLists.NONE, List.of(), List.of(),
                Optional.of(decider)));
    }

    private Decision play(Protocol protocol, String token) throws Exception {
        return access.ask(new Request(Action.PLAY, AccessFixture.key("camera"), protocol,
                Map.of("token", token), new Peer("192.0.2.9", false, true, "agent \"x\"", "", "")));
    }

    @Test
    void isToldWhoAsksAndSigned() throws Exception {
        decides(false, true);
        assertThat(play(Protocol.HTTP_FLV, "abc").allowed()).isTrue();
        assertThat(asked.getFirst()).startsWith("POST /auth HTTP/1.1\r\n")
                .contains("webhook-signature: v1,").contains("webhook-timestamp: 1767225600\r\n")
                .contains("\"type\":\"on_play\"").contains("\"address\":\"192.0.2.9\"")
                .contains("\"userAgent\":\"agent \\\"x\\\"\"").contains("\"token\":\"abc\"");
    }

    @Test
    void keepsOutWithItsOwnWords() throws Exception {
        decides(true, true);
        answer = says(403, "{\"reason\":\"no ticket\"}");
        assertThat(play(Protocol.RTMP, "")).isEqualTo(Decision.refused("no ticket"));
        answer = says(200, "{\"allow\":false}");
        assertThat(play(Protocol.HTTP_FLV, "")).isEqualTo(Decision.refused("not allowed"));
    }

    @Test
    void namesTheUser() throws Exception {
        decides(false, true);
        answer = says(200, "{\"user\":\"alice\"}");
        assertThat(play(Protocol.RTMP, "").terms().user()).isEqualTo("alice");
    }

    @Test
    void anAnswerStandsForAWhile() throws Exception {
        decides(false, true);
        play(Protocol.RTMP, "1");
        play(Protocol.RTMP, "1");
        play(Protocol.RTMP, "2");
        assertThat(asked).hasSize(2);
        access.clock.advanceMs(5001);
        play(Protocol.RTMP, "1");
        assertThat(asked).hasSize(3);
    }

    @Test
    void anHlsPlayerIsAskedAboutOnceAsLongAsItGoesOn() throws Exception {
        decides(false, true);
        for (int second = 0; second < 300; second += 4) {
            play(Protocol.HLS, "1");
            access.clock.advanceMs(4000);
        }
        assertThat(asked).hasSize(1);
        access.clock.advanceMs(30_000);
        play(Protocol.HLS, "1");
        assertThat(asked).hasSize(2);
    }

    @Test
    void faultsAndSilenceAreDecidedAsTheOperatorChose() throws Exception {
        for (String fault : List.of(says(500, ""), says(302, ""), "nonsense\r\n", "")) {
            answer = fault;
            decides(true, true);
            assertThat(play(Protocol.RTMP, fault).allowed()).isTrue();
            decides(false, true);
            assertThat(play(Protocol.RTMP, fault).allowed()).isFalse();
        }
    }

    @Test
    void aPrivateAddressIsNotAsked() throws Exception {
        decides(false, false);
        assertThat(play(Protocol.RTMP, "").allowed()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void withoutKeysTheWebhookAloneDecidesWhoPublishesAndWithKeysItNeverSeesThem()
            throws Exception {
        decides(false, true);
        assertThat(access.publish("camera", Map.of("key", "abc"), Peer.of("192.0.2.1", false))
                .allowed()).isTrue();
        assertThat(asked.getFirst()).contains("on_publish").contains("\"key\":\"abc\"");
        AppRules app = access.policy.rules().app("live");
        PublishKey key = new PublishKey("k", "k", StreamPattern.ALL, AddressList.NONE,
                Secrets.hash("abc"), "", Long.MAX_VALUE, PublishKey.Before.NONE, 0, "");
        access.rules(new AppRules(List.of(key), List.of(), app.addresses(), List.of(), List.of(),
                app.decider()));
        assertThat(access.publish("other", Map.of("key", "abc"), Peer.of("192.0.2.1", false))
                .allowed()).isTrue();
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).doesNotContain("abc");
        assertThat(access.publish("other", Map.of("key", "x"), Peer.of("192.0.2.1", false))
                .allowed()).isFalse();
        assertThat(asked).hasSize(2);
    }
}
