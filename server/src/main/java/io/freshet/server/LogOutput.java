package io.freshet.server;

import io.freshet.server.config.LogLevel;
import java.io.PrintStream;
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
    private final Level ours;
    private final Level others;

    private LogOutput(LogLevel least, PrintStream out) {
        this.out = out;
        this.ours = level(least);
        this.others = switch (least) {
            case ERROR -> Level.SEVERE;
            case WARN, INFO -> Level.WARNING;
            case DEBUG -> Level.INFO;
        };
        setFormatter(new LogLine());
    }

    /// Takes the place of all that logged until now.
    static void install(LogLevel least, PrintStream out) {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler each : root.getHandlers()) {
            root.removeHandler(each);
        }
        root.setLevel(level(least));
        root.addHandler(new LogOutput(least, out));
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
        Level least = LogLine.isOurs(event) ? ours : others;
        if (event.getLevel().intValue() >= least.intValue()) {
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
