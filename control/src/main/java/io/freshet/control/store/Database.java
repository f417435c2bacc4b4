package io.freshet.control.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// The database of this node, SQLite or PostgreSQL.
///
/// While it is away every call fails at once: a probe looks for it ten times a second, and a call
/// that was under way when it went is cut off, so that nobody waits longer than half a second.
///
/// Threading: shared. SQLite takes one writer at a time, in the order of their coming, guarded by
/// `writing`; the scheme is made by one caller, guarded by `migrating`.
public final class Database implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    /// What a caller waits for its turn to write, where one writes at a time.
    static final Duration PATIENCE = Duration.ofMillis(900);
    /// What a caller waits while another looks whether PostgreSQL has come.
    private static final long COMING_MS = 450;

    private final DatabaseOptions options;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Vault vault;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock migrating = new ReentrantLock();
    private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
    private final Thread probe;
    private volatile boolean migrated;
    private volatile boolean away;
    private volatile boolean closed;

    private Database(DatabaseOptions options) {
        this.options = options;
        this.pool = Pools.open(options);
        this.jdbi = Jdbi.create(new Watched());
        this.vault = options.vault();
        jdbi.getConfig(Sealing.class).use(vault);
        this.probe = Thread.ofVirtual().name("database probe").unstarted(this::probe);
    }

    /// Opens it and brings its tables up to date.
    ///
    /// @throws StoreAwayException if it cannot be reached now
    public static Database open(DatabaseOptions options) throws StoreAwayException {
        Database made = later(options);
        try {
            made.ready();
            return made;
        } catch (StoreAwayException away) {
            made.close();
            throw away;
        }
    }

    /// A database that may come only later; its tables are brought up to date when it does.
    public static Database later(DatabaseOptions options) {
        Database made = new Database(options);
        if (!options.isSqlite()) {
            made.probe.start();
        }
        return made;
    }

    /// Reads.
    public <T> T read(Query<T> query) throws StoreAwayException {
        ready();
        return run(query, false);
    }

    /// Changes things in one transaction: all of it or nothing.
    public <T> T write(Query<T> query) throws StoreAwayException {
        ready();
        if (!options.isSqlite()) {
            return run(query, true);
        }
        try {
            if (!writing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreAwayException("others write for too long");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreAwayException("interrupted", stop);
        }
        try {
            return run(query, true);
        } finally {
            writing.unlock();
        }
    }

    /// Reads much, all as it is at this moment, while others go on writing.
    public <T> T snapshot(Query<T> query) throws StoreAwayException {
        return read(handle -> options.isSqlite() ? sqliteSnapshot(handle, query)
                : handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, query::run));
    }

    /// The driver's own transactions would take the place of a writer.
    private static <T> T sqliteSnapshot(Handle handle, Query<T> query) {
        handle.execute("BEGIN DEFERRED");
        try {
            return query.run(handle);
        } finally {
            handle.execute("ROLLBACK");
        }
    }

    /// Whether it did not answer when it was last asked.
    public boolean isAway() {
        return away || !migrated;
    }

    /// How many secrets the key that is here does not open.
    public int unreadableSecrets() {
        return vault.unreadable();
    }

    /// `sqlite` or `postgresql`.
    public String kind() {
        return options.isSqlite() ? "sqlite" : "postgresql";
    }

    private <T> T run(Query<T> query, boolean transaction) throws StoreAwayException {
        if (away) {
            throw new StoreAwayException("the database is away");
        }
        try (Handle handle = jdbi.open()) {
            return transaction ? handle.inTransaction(query::run) : query.run(handle);
        } catch (JdbiException failure) {
            if (closed || Failures.isAway(failure)) {
                throw gone(failure);
            }
            throw failure;
        }
    }

    /// Connections of the pool, known while they are in use.
    private final class Watched implements ConnectionFactory {

        @Override
        public Connection openConnection() throws SQLException {
            Connection connection = pool.getConnection();
            busy.add(connection);
            return connection;
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            busy.remove(connection);
            connection.close();
        }
    }

    private StoreAwayException gone(Exception cause) {
        // All connections in use is not away; whether it is, the probe says in a moment.
        if (!options.isSqlite() && !Failures.isPoolEmpty(cause)) {
            noteAway(cause);
        }
        return new StoreAwayException("the database does not answer", cause);
    }

    private void noteAway(Exception cause) {
        if (!away && !closed) {
            LOG.log(System.Logger.Level.WARNING, () -> "database away reason="
                    + Failures.reason(cause));
        }
        away = true;
    }

    /// Makes the tables if nobody has yet.
    private void ready() throws StoreAwayException {
        if (migrated) {
            return;
        }
        try {
            // The first start of SQLite takes its time; whoever comes in between waits for it.
            if (!migrating.tryLock(options.isSqlite() ? 20_000 : COMING_MS,
                    TimeUnit.MILLISECONDS)) {
                throw new StoreAwayException("the database is not ready yet");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreAwayException("interrupted", stop);
        }
        try {
            if (!migrated) {
                Scheme.bringUpToDate(pool);
                migrated = true;
            }
        } catch (SQLException failure) {
            throw gone(failure);
        } finally {
            migrating.unlock();
        }
    }

    /// Until it is closed: asks whether it is there.
    private void probe() {
        @Nullable Connection connection = null;
        try {
            while (!closed) {
                Thread.sleep(Pools.PROBE_EVERY);
                connection = look(connection);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            Pools.abort(connection);
        }
    }

    private @Nullable Connection look(@Nullable Connection before) {
        try {
            Connection connection = before == null ? Pools.probe(options) : before;
            Pools.ask(connection);
            if (away) {
                away = false;
                LOG.log(System.Logger.Level.INFO, "database back");
            }
            return connection;
        } catch (SQLException failure) {
            noteAway(failure);
            cutOff();
            Pools.abort(before);
            return null;
        }
    }

    /// Ends what waits for an answer that will not come.
    private void cutOff() {
        busy.forEach(Pools::abort);
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        closed = true;
        probe.interrupt();
        pool.close();
    }
}
