package io.freshet.tools.bench;

import io.freshet.tools.load.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/// One line of the terminal that is written over and over; a log gets a line now and then.
///
/// Threading: the main thread.
final class ProgressLine implements Progress {

    private static final long LOG_EVERY_NS = 10_000_000_000L;

    private final PrintStream terminal;
    private final boolean live = Optional.ofNullable(System.console())
            .map(Console::isTerminal).orElse(false);
    private long loggedNs = System.nanoTime() - LOG_EVERY_NS;
    private int width;

    ProgressLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void line(String text) {
        if (live) {
            terminal.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
            if (text.isEmpty()) {
                terminal.print("\r");
            }
            width = text.length();
        } else if (!text.isEmpty() && System.nanoTime() - loggedNs >= LOG_EVERY_NS) {
            loggedNs = System.nanoTime();
            terminal.println(text);
        }
        terminal.flush();
    }
}
