package io.freshet.control.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// How connections are made.
final class Pools {

    private static final System.Logger LOG = System.getLogger(Pools.class.getName());

    /// How often PostgreSQL is asked whether it is there.
    static final Duration PROBE_EVERY = Duration.ofMillis(100);

    /// For one answer, a thousand times what it takes; with the pause between two probes a caller
    /// waits for 0.4 s at most, which leaves as much again to a machine that is busy.
    private static final int ANSWER_MS = 300;
    /// For a connection; whole seconds are the driver's unit.
    private static final String CONNECT_S = "1";
    private static final int CONNECTION_PATIENCE_MS = 400;
    /// One process of the server may hang while others answer, the probe's among them.
    private static final String SILENCE_S = "30";

    private Pools() {
    }

    static HikariDataSource open(DatabaseOptions options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setMaximumPoolSize(options.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_PATIENCE_MS);
        config.setValidationTimeout(250);
        // A database that is away at the start is no reason not to start.
        config.setInitializationFailTimeout(-1);
        if (options.isSqlite()) {
            keepToOwner(options.file());
            config.setJdbcUrl(sqlite(options));
        } else {
            config.setJdbcUrl(options.url());
            config.setUsername(options.user());
            config.setPassword(options.password());
            config.addDataSourceProperty("connectTimeout", CONNECT_S);
            config.addDataSourceProperty("loginTimeout", CONNECT_S);
            config.addDataSourceProperty("socketTimeout", SILENCE_S);
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("ApplicationName", "freshet");
        }
        return new HikariDataSource(config);
    }

    /// A file that is there before SQLite comes keeps its permissions, and gives them to the others
    /// that SQLite puts beside it: hashes of passwords are nobody's business.
    private static void keepToOwner(Path file) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException | UnsupportedOperationException left) {
            LOG.log(System.Logger.Level.WARNING, () -> "others may read file=" + file
                    + " reason=" + left);
        }
    }

    /// WAL: readers do not wait for the writer. What is written is safe when the process dies, and
    /// all but the last moments when the machine does.
    private static String sqlite(DatabaseOptions options) {
        return "jdbc:sqlite:" + options.file() + "?journal_mode=WAL&synchronous=NORMAL"
                + "&foreign_keys=true&busy_timeout=800&transaction_mode=IMMEDIATE";
    }

    /// A connection apart from the pool, whose every answer must come at once.
    static Connection probe(DatabaseOptions options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", options.user());
        properties.setProperty("password", options.password());
        properties.setProperty("connectTimeout", CONNECT_S);
        properties.setProperty("loginTimeout", CONNECT_S);
        properties.setProperty("ApplicationName", "freshet probe");
        return DriverManager.getConnection(options.url(), properties);
    }

    /// Asks for an answer that costs nothing.
    ///
    /// @throws SQLException if it does not come at once
    static void ask(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, ANSWER_MS);
        if (!connection.isValid(0)) {
            throw new SQLException("it does not answer", "08000");
        }
    }

    /// Closes it without a word to the other side.
    static void abort(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "aborting failed", alreadyGone);
        }
    }
}
