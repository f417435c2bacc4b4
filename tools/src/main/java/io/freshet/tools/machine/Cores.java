package io.freshet.tools.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Puts a server and us on different cores, so that neither takes from the other.
///
/// @param pinned whether `taskset` is there and the machine has two cores
public record Cores(boolean pinned) {

    private static final int SERVER_CORE = 0;

    /// Looks what is possible here, and moves this process off the server's core.
    public static Cores separate() throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores < 2 || !Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            return new Cores(false);
        }
        Process move = new ProcessBuilder("taskset", "-a", "-c", "-p", "1-" + (cores - 1),
                Long.toString(ProcessHandle.current().pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new Cores(move.waitFor(5, TimeUnit.SECONDS) && move.exitValue() == 0);
    }

    /// The words that start a server.
    List<String> onServerCore(List<String> words) {
        List<String> all = new ArrayList<>();
        if (pinned) {
            all.addAll(List.of("taskset", "-c", Integer.toString(SERVER_CORE)));
        }
        all.addAll(words);
        return all;
    }

    /// For the report.
    public String text() {
        return pinned ? "server on core " + SERVER_CORE + ", client on the others"
                : "not pinned";
    }
}
