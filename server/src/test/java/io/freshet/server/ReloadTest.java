package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.NodeStatus.Reload;
import io.freshet.live.LiveStream;
import io.freshet.net.tls.TlsContexts;
import io.freshet.testkit.Patience;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The settings are read again while the demo channel plays and is watched.
@Timeout(120)
final class ReloadTest {

    private @TempDir Path folder = Path.of("");
    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        write("apps: {live: {viewers-max: 100}}");
        node = TestNode.open(folder, "demo.enabled=true", "control.admin-password="
                + Operator.PASSWORD);
        node.awaitStream("demo");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void write(String yaml) throws Exception {
        Files.writeString(folder.resolve("freshet.yaml"), yaml);
    }

    private Reload.Done done() {
        Reload outcome = node.reload();
        assertThat(outcome).isInstanceOf(Reload.Done.class);
        return (Reload.Done) outcome;
    }

    private RtmpViewer viewer() throws Exception {
        return new RtmpViewer(node.port("rtmp.listen"), "live", "demo");
    }

    @Test
    void aNewLimitHoldsAtOnceAndWhoWatchesStays() throws Exception {
        try (RtmpViewer first = viewer().watch(20)) {
            write("apps: {live: {viewers-max: 1}}");
            assertThat(done().inEffect()).containsExactly("apps.live.viewers-max");
            try (RtmpViewer second = viewer()) {
                assertThat(second.watch(1).ended()).contains("as many viewers as it may have");
            }
            assertThat(first.watch(50).ended()).isEmpty();
            write("apps: {live: {viewers-max: 2}}");
            done();
            try (RtmpViewer second = viewer()) {
                assertThat(second.watch(20).ended()).isEmpty();
            }
        }
    }

    @Test
    void publishKeysAndAppsComeAndGo() throws Exception {
        write("apps: {live: {publish-keys: [geheim], public: false}, school: {}}");
        Reload.Done done = done();
        assertThat(done.inEffect()).contains("apps.live.publish-keys", "apps.live.public",
                "apps.school").doesNotContain("apps.school.public");
        assertThat(done.toString()).doesNotContain("geheim");
        assertThat(node.get("streams.json").body()).doesNotContain("demo");
        assertThat(publish("live", "x")).contains("needs a key");
        assertThat(publish("live", "x?key=geheim")).isEmpty();
        assertThat(publish("live", "w?user=anybody&pass=geheim")).isEmpty();
        assertThat(publish("live?user=anybody&pass=geheim", "v")).isEmpty();
        assertThat(publish("live", "u?user=geheim&pass=wrong")).contains("key is wrong");
        assertThat(publish("school", "y")).isEmpty();
        write("");
        assertThat(done().inEffect()).contains("apps.live.publish-keys", "apps.school");
        assertThat(publish("school", "z")).contains("no app named school");
    }

    @Test
    void theControlPortIsAskedByANewName() throws Exception {
        assertThat(askedAs("console.example.com")).startsWith("HTTP/1.1 421");
        write("control: {names: [console.example.com], trusted-proxies: [127.0.0.1]}");
        assertThat(done().inEffect()).contains("control.names", "control.trusted-proxies");
        assertThat(askedAs("console.example.com")).startsWith("HTTP/1.1 200");
        write("control: {names: [https://console.example.com]}");
        assertThat(node.reload().toString()).contains("control.names: 'https://");
    }

    private String askedAs(String host) throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), node.port("control.listen"))) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(("GET /health/live HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String publish(String app, String name) throws Exception {
        return RtmpViewer.publish(node.port("rtmp.listen"), app, name);
    }

    @Test
    void aBadFileChangesNothingAndSaysWhere() throws Exception {
        LiveStream demo = node.stream("demo");
        write("apps:\n  live:\n    viewers-max: 1\n    inputs: 99\nrtmp:\n  lisen: off\n");
        Reload outcome = node.reload();
        assertThat(outcome).isInstanceOf(Reload.Refused.class);
        assertThat(((Reload.Refused) outcome).problems())
                .anySatisfy(each -> assertThat(each).startsWith(
                        "freshet.yaml:4: apps.live.inputs: 99"))
                .anySatisfy(each -> assertThat(each).startsWith("freshet.yaml:6: rtmp.lisen"));
        assertThat(demo.options().viewers().countMax()).isEqualTo(100);
        write("apps: {live: {viewers-max: 1}}\naudience: {regions: [nonsense]}");
        assertThat(node.reload().toString()).contains("audience.regions");
        write("apps: {live: {viewers-max: 1}}\ntls: {certificate: /none, key: /none}");
        assertThat(node.reload().toString()).contains("/none: there is no such file");
        assertThat(demo.options().viewers().countMax()).isEqualTo(100);
    }

    @Test
    void whatWaitsForARestartIsToldUntilThen() throws Exception {
        write("drain-timeout: 7s\ndemo: {enabled: false}\ndatabase: {password: sesame}\n"
                + "apps: {live: {viewers-max: 100, hls: {segment-duration: 4s}}}");
        Reload.Done done = done();
        // Those of the command line override the file, as at the start.
        assertThat(done.inEffect()).isEmpty();
        assertThat(done.forNewStreams()).containsExactly("apps.live.hls.segment-duration");
        assertThat(done.afterRestart()).containsExactly("database.password");
        assertThat(done().afterRestart()).containsExactly("database.password");
        String settings = Operator.at(node).call("GET", "api/v1/settings", "");
        assertThat(settings).contains("\"waiting\":\"***\"").doesNotContain("sesame")
                .contains("\"takesEffect\":\"new-streams\"");
    }

    @Test
    void anAdministratorReloadsByTheApiAndItIsNoted() throws Exception {
        Operator admin = Operator.at(node);
        write("apps: {live: {takeover: newest}}\nlog-level: debug");
        assertThat(admin.call("POST", "api/v1/node/reload", "")).contains(
                "\"inEffect\":[\"log-level\",\"apps.live.takeover\",\"apps.live.viewers-max\"]");
        assertThat(admin.call("GET", "api/v1/audit", "")).contains("node.reloaded");
        assertThat(admin.call("GET", "api/v1/settings", "")).contains("freshet.yaml:1");
    }

    @Test
    void anotherCertificateIsTakenWithoutARestart() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        TlsContexts made = TlsContexts.selfMade(site, List.of("localhost"), Instant.now());
        write("tls: {certificate: " + site.resolve("tls.crt") + ", key: "
                + site.resolve("tls.key") + "}");
        assertThat(done().inEffect()).contains("tls.certificate", "tls.key");
        assertThat(node.certificate()).isEqualTo(made.certificate());
    }

    @Test
    void overloadAndLimitsOfConnectionsFollow() throws Exception {
        write("rtmp: {sessions-max: 1, message-bytes-max: 1MiB}\nhttp: {idle-timeout: 1s}\n"
                + "apps: {live: {viewer-patience: 1m, gop-frames-max: 50}}");
        assertThat(done().inEffect()).contains("rtmp.sessions-max", "http.idle-timeout");
        assertThat(node.stream("demo").options().gop().framesMax()).isEqualTo(50);
        try (RtmpViewer only = viewer().watch(10)) {
            Patience.until("the second is refused", Duration.ofSeconds(10), () -> {
                try (RtmpViewer second = viewer()) {
                    second.watch(1);
                    return second.messages() == 0;
                } catch (Exception closed) {
                    return true;
                }
            });
            assertThat(only.watch(10).ended()).isEmpty();
        }
    }
}
