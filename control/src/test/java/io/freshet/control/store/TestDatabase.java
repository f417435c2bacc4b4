package io.freshet.control.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An empty database for one test.
///
/// PostgreSQL is one real server for all tests of this JVM; each test has a database in it.
public record TestDatabase(DatabaseOptions options, Runnable end) implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    public static TestDatabase sqlite() throws IOException {
        Path folder = Files.createTempDirectory("store-test");
        return new TestDatabase(DatabaseOptions.sqlite(folder.resolve("freshet.db")), () -> {
            try {
                for (String suffix : List.of("freshet.db", "freshet.db-wal",
                        "freshet.db-shm", "secret.key")) {
                    Files.deleteIfExists(folder.resolve(suffix));
                }
                Files.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public static TestDatabase postgresql() throws SQLException {
        String name = "test" + COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name);
        String url = Server.STARTED.getJdbcUrl("postgres", name);
        return new TestDatabase(new DatabaseOptions(url, Server.FOLDER.resolve("freshet.db"),
                "postgres", "", 4, Optional.empty()),
                () -> { });
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Server.STARTED.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        end.run();
    }

    /// Started by the first test that wants it; it ends with the JVM.
    private static final class Server {
        static final EmbeddedPostgres STARTED = start();
        static final Path FOLDER = folder();

        private static Path folder() {
            try {
                return Files.createTempDirectory("store-test-key");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
