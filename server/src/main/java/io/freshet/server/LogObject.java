package io.freshet.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// One JSON object a line for each event, with the field names of the Elastic Common Schema.
///
/// Spec: Elastic Common Schema 8.11: base, log, error, service
///
/// Threading: immutable.
final class LogObject extends Formatter {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(400);
        line.append("{\"@timestamp\":\"");
        TIME.formatTo(event.getInstant(), line);
        line.append('"');
        property("log.level", LogLine.word(event.getLevel()).toLowerCase(Locale.ROOT), line);
        property("message", String.valueOf(formatMessage(event)), line);
        property("ecs.version", "8.11", line);
        property("service.name", "freshet", line);
        property("log.logger", String.valueOf(event.getLoggerName()), line);
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            property("error.type", thrown.getClass().getName(), line);
            property("error.message", String.valueOf(thrown.getMessage()), line);
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack));
            property("error.stack_trace", stack.toString(), line);
        }
        return line.append("}\n").toString();
    }

    private static void property(String name, String value, StringBuilder line) {
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    // Halves of pairs too: a reader of UTF-8 would stumble over them.
                    if (Character.isISOControl(c) || Character.isSurrogate(c)
                            || c == 0x2028 || c == 0x2029) {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }
}
