package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.config.Settings.LogLevel;
import io.freshet.server.config.WatchSettings.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogOutputTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final List<Handler> before = List.of(root.getHandlers());
    private final Level levelBefore = root.getLevel();

    private void install(LogLevel least) {
        LogOutput.install(least, LogFormat.TEXT,
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveTheLogAsItWas() {
        for (Handler each : root.getHandlers()) {
            root.removeHandler(each);
        }
        before.forEach(root::addHandler);
        root.setLevel(levelBefore);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String line(Level level, String logger, String text) {
        LogRecord event = new LogRecord(level, text);
        event.setLoggerName(logger);
        event.setInstant(Instant.parse("2026-11-21T06:08:40.123456Z"));
        return new LogLine().format(event);
    }

    @Test
    void anEventIsOneJsonObjectOnRequest() {
        LogRecord event = new LogRecord(Level.WARNING, "name=\"a\\b\"\nnext \u2028 \uD83C\uDF0A");
        event.setLoggerName("io.freshet.x");
        event.setInstant(Instant.parse("2026-11-21T06:08:40.123456Z"));
        assertThat(new LogObject().format(event)).isEqualTo(
                "{\"@timestamp\":\"2026-11-21T06:08:40.123Z\",\"log.level\":\"warn\","
                        + "\"message\":\"name=\\\"a\\\\b\\\"\\nnext \\u2028 \\ud83c\\udf0a\","
                        + "\"ecs.version\":\"8.11\",\"service.name\":\"freshet\","
                        + "\"log.logger\":\"io.freshet.x\"}\n");
        event.setThrown(new IllegalStateException("broken"));
        assertThat(new LogObject().format(event)).hasLineCount(1)
                .contains("\"error.type\":\"java.lang.IllegalStateException\"")
                .contains("\"error.message\":\"broken\"")
                .contains("\"error.stack_trace\":\"java.lang.IllegalStateException: broken\\n");
    }

    @Test
    void anEventIsOneLineWithTimeAndLevel() {
        assertThat(line(Level.INFO, "io.freshet.gateway.rtmp.RtmpConnection", "rtmp opened a=1"))
                .isEqualTo("2026-11-21T06:08:40.123Z INFO rtmp opened a=1\n");
        assertThat(line(Level.WARNING, "io.freshet.x", "a")).contains("Z WARN a");
        assertThat(line(Level.SEVERE, "io.freshet.x", "a")).contains("Z ERROR a");
        assertThat(line(Level.FINE, "io.freshet.x", "a")).contains("Z DEBUG a");
    }

    @Test
    void aLibraryIsNamed() {
        assertThat(line(Level.WARNING, "io.netty.x.Y", "a {0}"))
                .endsWith("WARN io.netty.x.Y: a {0}\n");
    }

    @Test
    void aPeerCannotBeginALine() {
        assertThat(line(Level.INFO, "io.freshet.x", "stream=a\r\n2026 ERROR b\u001b[2J"))
                .endsWith(" INFO stream=a  2026 ERROR b [2J\n");
        assertThat(line(Level.INFO, "io.freshet.x", "a\u2028b\u0085c\u202Ed\uD800e \uD83C\uDF0A"))
                .endsWith(" INFO a b c d e \uD83C\uDF0A\n");
    }

    @Test
    void systemLoggersAreHeardFromTheLevelUpwards() {
        install(LogLevel.WARN);
        System.Logger logger = System.getLogger("io.freshet.server.LogOutputTest");
        logger.log(System.Logger.Level.INFO, "quiet");
        logger.log(System.Logger.Level.WARNING, () -> "look port=1935");
        logger.log(System.Logger.Level.ERROR, "we are wrong");
        assertThat(lines()).satisfiesExactly(
                first -> assertThat(first).endsWith("Z WARN look port=1935"),
                second -> assertThat(second).endsWith("Z ERROR we are wrong"));
    }

    @Test
    void debugIsHeardWhenAskedFor() {
        install(LogLevel.DEBUG);
        System.getLogger("io.freshet.server.LogOutputTest")
                .log(System.Logger.Level.DEBUG, "detail");
        assertThat(lines()).singleElement().asString().endsWith("Z DEBUG detail");
    }

    @Test
    void librariesAreALevelQuieter() {
        install(LogLevel.INFO);
        System.getLogger("io.helidon.Main").log(System.Logger.Level.INFO, "started!");
        System.getLogger("io.helidon.Main").log(System.Logger.Level.WARNING, "odd");
        assertThat(lines()).singleElement().asString().endsWith("Z WARN io.helidon.Main: odd");
    }

    @Test
    void theStackOfAFailureFollowsBehindTabs() {
        install(LogLevel.INFO);
        System.getLogger("io.freshet.server.LogOutputTest").log(System.Logger.Level.ERROR,
                "fault remote=x", new IllegalStateException("first\nsecond"));
        assertThat(lines()).hasSizeGreaterThan(3);
        assertThat(lines().getFirst()).endsWith("Z ERROR fault remote=x");
        assertThat(lines().get(1)).isEqualTo("\tjava.lang.IllegalStateException: first");
        assertThat(lines().subList(1, lines().size())).allMatch(each -> each.startsWith("\t"));
    }
}
