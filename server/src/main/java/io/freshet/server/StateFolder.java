package io.freshet.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What outlives a restart.
///
/// Threading: stateless.
final class StateFolder {

    private StateFolder() {
    }

    /// Whether nothing has been kept there that an operator made: the demo shows itself to
    /// newcomers.
    static boolean isNew(Path folder) {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            // What we make ourselves at every start does not count.
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals("tls") || name.equals("sequence")
                            || name.startsWith("freshet.db") || name.equals("backups")
                            || name.equals("events") || name.equals("rules.json"));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
