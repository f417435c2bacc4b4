package io.freshet.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/// Writes files for their owner's eyes alone.
public final class PrivateFile {

    private PrivateFile() {}

    /// Whole or not at all, and readable by the owner alone from the first moment.
    ///
    /// @param text in US-ASCII, as PEM is
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mode = PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------"));
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(fresh, options, mode)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
