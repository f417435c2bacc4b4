package io.freshet.tools;

import io.freshet.tools.bench.Bench;
import io.freshet.tools.chaos.Chaos;
import io.freshet.tools.ctl.Ctl;
import io.freshet.tools.options.WrongUse;
import io.freshet.tools.probe.Probe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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

    private static String usage(String tool) {
        return switch (tool) {
            case "bench", "probe" -> Bench.USAGE + Probe.USAGE;
            case "ctl" -> Ctl.USAGE;
            case "chaos" -> Chaos.USAGE;
            default -> Bench.USAGE + Probe.USAGE + Ctl.USAGE + Chaos.USAGE;
        };
    }

    /// Does it, and returns the exit code.
    int run(List<String> words) {
        String tool = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            out.print(usage(tool));
            out.flush();
            return 0;
        }
        try {
            return switch (tool) {
                case "bench" -> new Bench(out, err).run(rest);
                case "probe" -> new Probe(out).run(rest);
                case "ctl" -> new Ctl(out, System.getenv()).run(rest);
                case "chaos" -> new Chaos(out, err, System.getenv(),
                        Path.of(System.getProperty("freshet.home", "."))).run(rest);
                default -> {
                    err.print(usage(tool));
                    yield WRONG_USE;
                }
            };
        } catch (WrongUse e) {
            err.println("freshet: " + e.getMessage());
            err.print(usage(tool));
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
