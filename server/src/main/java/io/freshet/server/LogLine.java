package io.freshet.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// One line for each event: `2026-11-21T06:08:40.123Z INFO rtmp opened remote=...`.
///
/// Lines of libraries begin with the name of their logger. The stack of a failure of our own
/// follows, each line of it after a tab, so that no event begins where another one has not ended.
///
/// Threading: immutable.
final class LogLine extends Formatter {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String OURS = "io.freshet.";

    static boolean isOurs(LogRecord event) {
        return event.getLoggerName() != null && event.getLoggerName().startsWith(OURS);
    }

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(200);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(word(event.getLevel())).append(' ');
        if (!isOurs(event)) {
            line.append(event.getLoggerName()).append(": ");
        }
        plain(String.valueOf(formatMessage(event)), line);
        line.append('\n');
        if (event.getThrown() != null) {
            StringWriter stack = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(stack));
            stack.toString().lines().forEach(each -> {
                line.append('\t');
                plain(each.strip(), line);
                line.append('\n');
            });
        }
        return line.toString();
    }

    static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    /// What a peer sends must not begin a line of its own, nor move a terminal's cursor, nor turn
    /// the order in which the line is read.
    private static void plain(String text, StringBuilder line) {
        text.codePoints().forEach(c -> line.appendCodePoint(isQuiet(c) ? c : ' '));
    }

    private static boolean isQuiet(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
