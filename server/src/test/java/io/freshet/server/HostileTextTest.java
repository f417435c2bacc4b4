package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.protocol.ProtocolViolation;
import io.freshet.server.config.Settings.LogLevel;
import io.freshet.server.config.WatchSettings.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What strangers send to the ports of a node leads to no file and begins no line of the log.
@Timeout(120)
final class HostileTextTest {

    private static final int ANSWER_MS = 15_000;
    /// Each of them would begin a line, move the cursor, or turn the text around.
    private static final List<String> BREAKS = List.of("\r\n", "\n", "\r", "\u001b[2J", "\u0000",
            "\u0085", "\u2028", "\u202e", "\u009b31m");
    private static final String FORGED = "2026-11-21T06:08:40.123Z ERROR forged";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final List<Handler> before = List.of(root.getHandlers());
    private final Level levelBefore = root.getLevel();

    @AfterEach
    void leaveTheLogAsItWas() {
        for (Handler each : root.getHandlers()) {
            root.removeHandler(each);
        }
        before.forEach(root::addHandler);
        root.setLevel(levelBefore);
    }

    /// Sends these bytes, and reads what comes until the other side closes or falls silent.
    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(int port, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET ").append(path)
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return raw(port, request.append("\r\n").toString());
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append("%02x".formatted(each & 0xff));
        }
        return encoded.toString();
    }

    @Test
    void noPathLeadsToAFile() throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            String secret = "what nobody is told";
            Files.writeString(folder.resolve("node/beside.txt"), secret);
            String there = folder.resolve("node/beside.txt").toString();
            String up = "../".repeat(12);
            List<String> paths = Stream.of("", "/assets/", "/live/", "/live/x/", "/watch/",
                    "/watch/live/", "/t/abc/", "/t/abc/live/x/", "/api/v1/streams/",
                    "/streams/").flatMap(stem -> Stream.of(
                            stem + "/" + up + there.substring(1),
                            stem + up.replace("/", "%2f") + there.substring(1).replace("/", "%2f"),
                            stem + up.replace(".", "%2e") + there.substring(1),
                            stem + up.replace("..", "%252e%252e") + there.substring(1),
                            stem + up.replace("/", "\\") + there.substring(1),
                            stem + up.replace("/", "%5c") + there.substring(1),
                            stem + up.replace("..", "%c0%ae%c0%ae") + there.substring(1),
                            stem + up.replace("..", "....") + there.substring(1),
                            stem + "/" + there, "file://" + there, stem + there + "%00.js",
                            stem + "../../beside.txt")).toList();
            for (String path : paths) {
                String sent = path.startsWith("/") || path.startsWith("file:") ? path
                        : "/" + path;
                for (String key : List.of("http.listen", "control.listen")) {
                    assertThat(get(node.port(key), sent)).as(key + " " + sent)
                            .startsWith("HTTP/1.1 ").doesNotContain(secret)
                            .doesNotContain("root:");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void nothingThatStrangersSayBeginsALine(LogFormat format) throws Exception {
        try (TestNode node = TestNode.open(folder)) {
            LogOutput.install(LogLevel.DEBUG, format, new PrintStream(out, true,
                    StandardCharsets.UTF_8));
            for (String each : BREAKS) {
                say(node, each + FORGED);
            }
        }
        String log = out.toString(StandardCharsets.UTF_8);
        // Nothing of it is even repeated.
        assertThat(log).contains("rtmp closed").doesNotContain("forged");
        for (String line : log.split("\n", -1)) {
            assertThat(line).doesNotStartWith(FORGED)
                    .matches(format == LogFormat.JSON ? "(\\{\"@timestamp\":\".*\"})?"
                            : "(\t.*|[0-9T:.-]{23}Z (DEBUG|INFO|WARN|ERROR) .*)?")
                    .doesNotContainPattern("[\\p{Cntrl}&&[^\t]]|[\u0080-\u009f\u2028\u202e]");
        }
    }

    private static void say(TestNode node, String text) throws Exception {
        int media = node.port("http.listen");
        int control = node.port("control.listen");
        String name = percent(text);
        for (String path : List.of("/live/" + name + ".flv", "/live/a.flv?token=" + name,
                "/t/" + name + "/live/a.flv", "/live/" + name + "/index.m3u8?CMCD=sid%3D%22"
                        + name + "%22")) {
            get(media, path, "User-Agent: x" + text.replaceAll("[\r\n]", " "), "Referer: " + name);
        }
        get(control, "/api/v1/streams/live/" + name, "User-Agent: " + name,
                "Authorization: Bearer " + name);
        String body = "{\"name\":\"" + text.replaceAll("\\p{Cntrl}", "\\\\n")
                + "\",\"password\":\"x\"}";
        raw(control, "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "User-Agent: x" + text.replaceAll("[\r\n]", " ") + "\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        raw(media, "POST /beacon HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
        watch(node, "live", "a?key=" + text);
        watch(node, "live" + text, "a");
        watch(node, "live", "a" + text);
    }

    private static void watch(TestNode node, String app, String name) throws IOException {
        try (RtmpViewer viewer = new RtmpViewer(node.port("rtmp.listen"), app, name)) {
            viewer.watch(1);
        } catch (ProtocolViolation | IOException refused) {
            assertThat(refused).isNotNull();
        }
    }
}
