package io.freshet.tools.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Counts what processes execute, by `perf stat`, where the machine has a counter for it.
///
/// Instructions hardly depend on what else runs, and little on which machine it is: the best figure
/// to store. Many virtual machines count none.
///
/// Threading: confined to the main thread.
public final class Instructions implements AutoCloseable {

    private static final Path PERF = Path.of("/usr/bin/perf");
    private static final long PATIENCE_SECONDS = 5;
    private static final String EVENT = "instructions";

    private final Process perf;
    private final Path said;

    private Instructions(Process perf, Path said) {
        this.perf = perf;
        this.said = said;
    }

    /// Whether this machine counts any.
    public static boolean areCounted() throws IOException, InterruptedException {
        if (!Files.isExecutable(PERF)) {
            return false;
        }
        Path said = Files.createTempFile("freshet-perf", ".csv");
        try {
            Process probe = perf(said, List.of("--", "true"));
            return probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    && count(Files.readString(said, StandardCharsets.UTF_8)) > 0;
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /// Begins to count those of the processes.
    public static Instructions of(List<Long> pids) throws IOException {
        Path said = Files.createTempFile("freshet-perf", ".csv");
        return new Instructions(perf(said, List.of("-p",
                pids.stream().map(String::valueOf).collect(Collectors.joining(",")))), said);
    }

    private static Process perf(Path said, List<String> rest) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PERF.toString(), "stat", "-x", ",", "-e",
                EVENT, "-o", said.toString());
        builder.command().addAll(rest);
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /// Ends it; how many there were, 0 if they could not be counted.
    public long stop() throws IOException, InterruptedException {
        // perf tells what it has when it is interrupted.
        new ProcessBuilder("kill", "-INT", Long.toString(perf.pid())).start()
                .waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        perf.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return count(Files.readString(said, StandardCharsets.UTF_8));
    }

    /// The count in what perf says; 0 if it has none.
    static long count(String csv) {
        return csv.lines().filter(line -> line.contains("," + EVENT))
                .map(line -> line.split(",", 2)[0]).filter(text -> text.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong).sum();
    }

    @Override
    public void close() throws IOException {
        perf.destroy();
        Files.deleteIfExists(said);
    }
}
