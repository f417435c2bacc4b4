package io.freshet.server;

import io.freshet.server.config.Listen;
import io.freshet.server.config.Reference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says who holds a port that we wanted, as far as /proc tells.
final class PortInUse {

    private static final String LISTENING = "0A";

    private final Path proc;

    /// @param proc `/proc`
    PortInUse(Path proc) {
        this.proc = proc;
    }

    /// What to tell the operator when binding failed.
    ///
    /// @param key    the settings key that named the address, `rtmp.listen`
    /// @param listen the address
    String message(String key, Listen listen) {
        String holder = holder(listen.port()).map(who -> " by " + who).orElse("");
        return key + ": port " + listen.port() + " is in use" + holder + "; stop that, or set "
                + key + " (" + Reference.variable(key) + ") to another address";
    }

    /// Name and process id of who listens there; empty if unknown or not ours to see.
    Optional<String> holder(int port) {
        Set<String> sockets = new HashSet<>();
        try {
            for (String table : List.of("net/tcp", "net/tcp6")) {
                Path file = proc.resolve(table);
                if (Files.isReadable(file)) {
                    Files.readAllLines(file).forEach(line -> addListener(line, port, sockets));
                }
            }
            return sockets.isEmpty() ? Optional.empty() : owner(sockets);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Columns: slot, local address and port in hex, remote, state, ..., the tenth is the inode.
    private static void addListener(String line, int port, Set<String> sockets) {
        String[] columns = line.strip().split("\\s+");
        String suffix = ":%04X".formatted(port);
        if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
            sockets.add("socket:[" + columns[9] + "]");
        }
    }

    private Optional<String> owner(Set<String> sockets) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOne(process, sockets)) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of(name + " (process " + process.getFileName() + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holdsOne(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                // Only links: a test's folder may hold plain files, and links may vanish.
                if (Files.isSymbolicLink(file)
                        && sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
