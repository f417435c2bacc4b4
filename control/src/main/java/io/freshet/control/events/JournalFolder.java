package io.freshet.control.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the journal lies: files `events-N.log`, N counting up, and `shipped`.
///
/// @param path the folder
record JournalFolder(Path path) {

    private static final Pattern NAME = Pattern.compile("events-([0-9]{1,18})\\.log");

    /// A place in the journal.
    ///
    /// @param file   number of the file
    /// @param offset bytes into it
    record Place(long file, long offset) {
    }

    /// Numbers of the files there are, ascending.
    List<Long> files() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(match -> match.matches())
                    .map(match -> Long.parseLong(match.group(1))).sorted().toList();
        }
    }

    Path file(long number) {
        return path.resolve("events-" + number + ".log");
    }

    Path shipped() {
        return path.resolve("shipped");
    }
}
