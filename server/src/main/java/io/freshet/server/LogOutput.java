package io.freshet.server;

import io.freshet.server.config.Settings.LogLevel;
import io.freshet.server.config.WatchSettings.LogFormat;
import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Where all lines go that somebody logs: to one stream, from one level upwards.
///
/// Libraries are a level quieter: what they tell at INFO is not for operators.
///
/// Threading: shared; a line is written whole under the stream's own lock.
final class LogOutput extends Handler {

    private final PrintStream out;
    private volatile LogLevel least;

    private LogOutput(LogLevel least, LogFormat format, PrintStream out) {
        this.out = out;
        this.least = least;
        setFormatter(formatter(format));
    }

    private static Formatter formatter(LogFormat format) {
        return switch (format) {
            case TEXT -> new LogLine();
            case JSON -> new LogObject();
        };
    }

    /// Takes the place of all that logged until now.
    static LogOutput install(LogLevel least, LogFormat format, PrintStream out) {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler each : root.getHandlers()) {
            root.removeHandler(each);
        }
        root.setLevel(level(least));
        LogOutput output = new LogOutput(least, format, out);
        root.addHandler(output);
        return output;
    }

    /// Other lines, or another form, from now on.
    void change(LogLevel next, LogFormat format) {
        least = next;
        setFormatter(formatter(format));
        LogManager.getLogManager().getLogger("").setLevel(level(next));
    }

    private static Level ofOthers(LogLevel least) {
        return switch (least) {
            case ERROR -> Level.SEVERE;
            case WARN, INFO -> Level.WARNING;
            case DEBUG -> Level.INFO;
        };
    }

    private static Level level(LogLevel least) {
        return switch (least) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        };
    }

    @Override
    public void publish(LogRecord event) {
        Level lowest = LogLine.isOurs(event) ? level(least) : ofOthers(least);
        if (event.getLevel().intValue() >= lowest.intValue()) {
            out.print(getFormatter().format(event));
            out.flush();
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    /// The stream is its owner's.
    @Override
    public void close() {
        flush();
    }
}
