package io.freshet.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of the system that a test runs: bounded in time, and ended with the test.
final class Program implements AutoCloseable {

    private static final int TOLD_CHARS_MAX = 1_500;

    private final List<String> words;
    private final Process process;
    private final Path output;
    private final Path errors;

    private Program(List<String> words, Process process, Path output, Path errors) {
        this.words = words;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /// Starts it without input.
    ///
    /// @param folder      for what it says
    /// @param environment variables on top of our own
    static Program start(Path folder, Map<String, String> environment, List<String> words)
            throws IOException {
        Path output = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new Program(List.copyOf(words), builder.start(), output, errors);
    }

    static Program start(Path folder, String... words) throws IOException {
        return start(folder, Map.of(), List.of(words));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end, which must be a good one, and returns its standard output.
    String finish(Duration atMost) throws InterruptedException, IOException {
        int code = await(atMost);
        if (code != 0) {
            throw new AssertionError("exit code " + code + " from " + told());
        }
        return output();
    }

    /// Waits for its end and returns its exit code.
    int await(Duration atMost) throws InterruptedException, IOException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError("still runs after " + atMost.toSeconds() + " s: " + told());
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    String errors() throws IOException {
        return Files.readString(errors, StandardCharsets.ISO_8859_1);
    }

    /// The command and the end of what it said, for a failure's message.
    String told() throws IOException {
        String text = errors();
        return String.join(" ", words) + "\n"
                + text.substring(Math.max(0, text.length() - TOLD_CHARS_MAX));
    }

    /// Asks it to end, as `kill` does.
    void terminate() {
        process.destroy();
    }

    /// Ends it as `kill -9` does, and what it started.
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
