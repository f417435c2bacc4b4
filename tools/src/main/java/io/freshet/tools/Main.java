package io.freshet.tools;

import io.freshet.tools.bench.Bench;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.probe.Probe;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// Understands which tool is wanted, and hands over.
///
/// Threading: the main thread.
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs what `words` ask for, and ends the JVM with an exit code.
    public static void main(String[] words) {
        System.exit(new Main(System.out, System.err).run(List.of(words)));
    }

    /// Does it, and returns the exit code.
    int run(List<String> words) {
        String tool = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            return switch (tool) {
                case "bench" -> new Bench(out, err).run(rest);
                case "probe" -> new Probe(out).run(rest);
                default -> {
                    err.print(Bench.USAGE + Probe.USAGE);
                    yield WRONG_USE;
                }
            };
        } catch (WrongUse e) {
            err.println("freshet: " + e.getMessage());
            err.print(Bench.USAGE + Probe.USAGE);
            return WRONG_USE;
        } catch (IOException e) {
            err.println("freshet: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            out.flush();
        }
    }

}
