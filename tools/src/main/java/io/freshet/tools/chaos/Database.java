package io.freshet.tools.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL of our own on loopback.
///
/// Threading: confined to its caller.
final class Database implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String WHY = "needs PostgreSQL; on Debian: apt-get install postgresql";
    private static final Duration END = Duration.ofSeconds(10);
    /// It writes some 40 MB; a machine that is busy takes its time.
    private static final Duration MAKING = Duration.ofMinutes(1);
    private static final int TRIES = 300;

    private final Path programs;
    private final Path folder;
    private final int port;
    private Optional<Program> server = Optional.empty();

    private Database(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /// Why there is none here.
    static Optional<String> missing() {
        return programs().isPresent() ? Optional.empty() : Optional.of(WHY);
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Makes an empty one and starts it.
    ///
    /// @param folder to be made
    static Database open(Path folder, int port) throws IOException, InterruptedException {
        Database made = new Database(programs().orElseThrow(() -> new IOException(WHY)),
                Files.createDirectories(folder), port);
        if (isRoot()) {
            // It refuses to run as root, and must reach its folder as somebody else.
            Files.setPosixFilePermissions(folder.getParent(),
                    PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        if (OwnNetwork.run(made.words("initdb", "-D", made.data(), "-A", "trust", "-U",
                "freshet"), MAKING) != 0) {
            throw new IOException("initdb failed, or took longer than " + MAKING.toSeconds()
                    + " s");
        }
        made.start();
        return made;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private List<String> words(String program, String... rest) {
        List<String> words = new ArrayList<>(isRoot()
                ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
                : List.of());
        words.add(programs.resolve(program).toString());
        words.addAll(List.of(rest));
        return words;
    }

    /// Where it is, as `database.url` says it.
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=freshet";
    }

    void start() throws IOException, InterruptedException {
        server = Optional.of(Program.start("postgres", folder.resolve("log"), words("postgres",
                "-D", data(), "-p", String.valueOf(port), "-c", "listen_addresses=127.0.0.1",
                "-c", "fsync=off", "-k", folder.toString())));
        for (int i = 0; i < TRIES; i++) {
            if (OwnNetwork.run(words("pg_isready", "-h", "127.0.0.1", "-p",
                    String.valueOf(port))) == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("PostgreSQL does not come up; it says:\n"
                + server.map(Program::lastWords).orElse(""));
    }

    /// Ends it at once, as a crash would.
    void stop() throws IOException, InterruptedException {
        if (server.isPresent()) {
            server.get().signal("QUIT");
            server.get().awaitEnd(END);
        }
    }

    @Override
    public void close() {
        server.ifPresent(Program::close);
    }
}
