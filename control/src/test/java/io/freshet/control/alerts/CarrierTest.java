package io.freshet.control.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.freshet.control.alerts.AlertRule.Kind;
import io.freshet.control.alerts.AlertRule.Severity;
import io.freshet.control.alerts.Carrier.NotCarried;
import io.freshet.control.hooks.HookClient;
import io.freshet.testkit.FakeClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages arrive by mail and by HTTP, and what names they hold stays text.
@Timeout(60)
class CarrierTest {

    private static Message message(String text) {
        AlertRule rule = new AlertRule("r", new AlertRule.Terms("Kamera ünten", Kind.STREAM_DOWN,
                "live", "a", 0, 0, Severity.CRITICAL, List.of(), true), 1);
        return new Message("m1", List.of(new Alert("a1", rule, new Breach("live/a", text),
                Alert.State.FIRING, 1_000, 2_000, 0, false)));
    }

    private static Channel channel(Channel.Kind kind, String url, String body,
            String contentType) {
        return new Channel("c", new Channel.Terms("c", kind, url, true, body, contentType,
                Map.of("X-Key", "secret"), List.of("ops@example.com", "boss@example.com"), true),
                "whsec_MDEyMzQ1Njc4OWFiY2RlZg==", 1);
    }

    private static HttpCarrier http() {
        return new HttpCarrier(() -> new HookClient("test", 4,
                (SSLSocketFactory) SSLSocketFactory.getDefault()), new FakeClock());
    }

    @Test
    void aTemplateIsFilledSoThatTextStaysText() throws Exception {
        List<String> seen = new ArrayList<>();
        HttpServer gateway = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery()
                    + " " + exchange.getRequestHeaders().getFirst("X-Key") + " " + new String(
                            exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(seen.size() < 3 ? 200 : 403, -1);
            exchange.close();
        });
        gateway.start();
        String plain = "http://127.0.0.1:" + gateway.getAddress().getPort() + "/";
        String url = plain + "?to=1&t={text}&s={severity}&x=-";
        try {
            http().carry(channel(Channel.Kind.HTTP, url, "", ""), message("a&b \"c\"\n{state}"));
            http().carry(channel(Channel.Kind.HTTP, url, "{\"m\":\"{text} {state}\"}",
                    "application/json"), message("a\"}\\"));
            assertThatThrownBy(() -> http().carry(channel(Channel.Kind.WEBHOOK, plain, "", ""),
                    message("x"))).isInstanceOf(NotCarried.class).hasMessage("answered 403");
        } finally {
            gateway.stop(0);
        }
        assertThat(seen.get(0)).isEqualTo(
                "GET to=1&t=a%26b%20%22c%22%0A%7Bstate%7D&s=critical&x=- secret ");
        assertThat(seen.get(1)).endsWith("secret {\"m\":\"a\\\"}\\\\ firing\"}");
        assertThat(seen.get(2)).startsWith("POST").contains("\"type\":\"alert.fired\"");
    }

    /// Names are filled into URLs: they choose neither the host nor the port.
    @Test
    void aTemplateLeadsNowhereInside() {
        for (String url : List.of("http://127.0.0.1:8090/?t={text}", "http://{text}/",
                "http://{text}.example.invalid/", "http://example.invalid:{text}/",
                "{text}", "file:///etc/passwd")) {
            Channel.Terms terms = channel(Channel.Kind.HTTP, url, "", "").terms();
            Channel outside = new Channel("c", new Channel.Terms("c", Channel.Kind.HTTP, url, false,
                    "", "", terms.headers(), terms.recipients(), true), "", 1);
            assertThatThrownBy(() -> http().carry(outside,
                    message("127.0.0.1:8090/@evil.example#"))).as(url)
                    .isInstanceOf(NotCarried.class);
        }
    }

    /// Takes one mail as servers do, and hands back what was said.
    private static String converse(ServerSocket listening) {
        StringBuilder said = new StringBuilder();
        try (Socket socket = listening.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            answer(out, "220 test");
            boolean body = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.append(line).append('\n');
                if (body && !line.equals(".")) {
                    continue;
                }
                String word = line.split("[ :]")[0];
                switch (body ? "." : word) {
                    case "EHLO" -> answer(out, "250-test\r\n250-AUTH PLAIN\r\n250 OK");
                    case "AUTH" -> answer(out, "235 good");
                    case "DATA" -> answer(out, "354 go on");
                    case "QUIT" -> answer(out, "221 bye");
                    default -> answer(out, "250 OK");
                }
                body = line.equals("DATA");
            }
        } catch (IOException over) {
            said.append(over);
        }
        return said.toString();
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Test
    void mailGoesToEverybodyAndSignsIn() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> said =
                    CompletableFuture.supplyAsync(() -> converse(listening));
            SmtpOptions options = new SmtpOptions("127.0.0.1", listening.getLocalPort(),
                    SmtpOptions.Security.NONE, "freshet", "pass word", "freshet@example.com");
            new MailCarrier(() -> options).carry(channel(Channel.Kind.EMAIL, "", "", ""),
                    message("stream live/a is not live"));
            assertThat(said.get(10, TimeUnit.SECONDS)).contains("AUTH ")
                    .contains("MAIL FROM:<freshet@example.com>")
                    .contains("RCPT TO:<ops@example.com>").contains("RCPT TO:<boss@example.com>")
                    .contains("Subject: =?UTF-8?").contains("stream live/a is not live")
                    .contains("Auto-Submitted: auto-generated");
            assertThat(options.toString()).doesNotContain("pass");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsGetsNoMailUnlessAllowed() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> said =
                    CompletableFuture.supplyAsync(() -> converse(listening));
            SmtpOptions options = new SmtpOptions("127.0.0.1", listening.getLocalPort(),
                    SmtpOptions.Security.STARTTLS, "freshet", "pass", "freshet@example.com");
            assertThatThrownBy(() -> new MailCarrier(() -> options).carry(
                    channel(Channel.Kind.EMAIL, "", "", ""), message("x")))
                    .isInstanceOf(NotCarried.class);
            assertThat(said.get(10, TimeUnit.SECONDS)).doesNotContain("AUTH")
                    .doesNotContain("MAIL");
        }
    }

    @Test
    void withoutAServerTheSettingsAreNamed() {
        assertThatThrownBy(() -> new MailCarrier(() -> SmtpOptions.NONE).carry(
                channel(Channel.Kind.EMAIL, "", "", ""), message("x")))
                .hasMessageContaining("alerts.smtp-host");
    }
}
