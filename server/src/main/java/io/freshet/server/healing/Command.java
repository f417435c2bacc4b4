package io.freshet.server.healing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program of the operator's that is run: words, without a shell, so that nothing that a node
/// says of itself is ever read as a command.
///
/// Threading: immutable; running blocks.
///
/// @param words    with names in braces
/// @param patience after which it is ended
record Command(List<String> words, Duration patience) {

    static Command of(String line) {
        return new Command(List.of(line.strip().split("\\s+")), Duration.ofMinutes(1));
    }

    /// @param values by the name that stands in braces
    /// @return what went wrong; empty if it ended with 0
    Optional<String> run(Map<String, String> values) throws InterruptedException {
        List<String> filled = new ArrayList<>();
        for (String word : words) {
            filled.add(filled(word, values));
        }
        String name = words.getFirst();
        try {
            Process process = new ProcessBuilder(filled)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.of(name + " runs for more than " + patience.toSeconds()
                            + " s");
                }
            } finally {
                // What it started lives on; itself it must not.
                process.destroyForcibly();
            }
            return process.exitValue() == 0 ? Optional.empty()
                    : Optional.of(name + " ended with " + process.exitValue());
        } catch (IOException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> each : values.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }
}
