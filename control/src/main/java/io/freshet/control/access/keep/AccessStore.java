package io.freshet.control.access.keep;

import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.store.Database;
import io.freshet.control.store.Sealing;
import io.freshet.control.store.StoreAwayException;
import io.freshet.control.store.Vault;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Keeps what operators have set.
///
/// Threading: shared, as the database is.
final class AccessStore {

    /// The time is in it, so that what comes back from a backup has another number.
    private static final String BUMP = "INSERT INTO access_changes (one, seq) VALUES (1, ?) "
            + "ON CONFLICT (one) DO UPDATE SET seq = CASE WHEN access_changes.seq < excluded.seq "
            + "THEN excluded.seq ELSE access_changes.seq + 1 END";

    private static final System.Logger LOG = System.getLogger(AccessStore.class.getName());
    /// More than there may be.
    private static final int SEALED_MAX = 100_000;

    private final Database database;
    private final Clock clock;

    AccessStore(Database database, Clock clock) {
        this.clock = clock;
        this.database = database;
    }

    /// Everything, at one moment.
    ///
    /// @param seq grows with every change
    record All(long seq, List<AccessRow> rows) {
    }

    /// How many changes there were.
    long seq() throws StoreAwayException {
        return database.read(AccessStore::seq);
    }

    private static long seq(Handle handle) {
        return handle.select("SELECT coalesce(max(seq), 0) FROM access_changes")
                .mapTo(Long.class).one();
    }

    All all() throws StoreAwayException {
        // The number first: what changes in between is read again.
        return database.read(handle -> new All(seq(handle), handle.select("SELECT kind, app, id, "
                + "version, created_ms, body FROM access_rows ORDER BY created_ms, id")
                .map((row, context) -> RowSecrets.opened(context.getConfig(Sealing.class).vault(),
                        new AccessRow(Kind.valueOf(row.getString(1)), row.getString(2),
                        row.getString(3), row.getLong(4), row.getLong(5), row.getString(6))))
                .list()));
    }

    /// Seals what was stored before secrets were.
    void sealOld() throws StoreAwayException {
        int count = database.write(handle -> {
            Vault vault = handle.getConfig(Sealing.class).vault();
            List<AccessRow> rows = handle.select("SELECT kind, app, id, version, created_ms, body "
                    + "FROM access_rows WHERE kind IN (?, ?) AND body NOT LIKE '%enc1.%' LIMIT "
                    + SEALED_MAX, Kind.DECIDER.name(), Kind.SIGNING_KEY.name())
                    .map((row, _) -> new AccessRow(Kind.valueOf(row.getString(1)),
                            row.getString(2), row.getString(3), row.getLong(4), row.getLong(5),
                            row.getString(6))).list();
            int done = 0;
            for (AccessRow row : rows) {
                Optional<AccessRow> sealed = RowSecrets.sealedAnew(vault, row);
                done += sealed.isEmpty() ? 0 : handle.execute("UPDATE access_rows SET body = ? "
                        + "WHERE kind = ? AND app = ? AND id = ? AND body = ?",
                        sealed.get().body(), row.kind().name(), row.app(), row.id(), row.body());
            }
            return done;
        });
        if (count > 0) {
            LOG.log(System.Logger.Level.INFO, () -> "secrets sealed rows=" + count);
        }
    }

    private static String sealed(Handle handle, AccessRow row) {
        return RowSecrets.sealed(handle.getConfig(Sealing.class).vault(), row).body();
    }

    /// Whether there was room for it and nothing of its name.
    boolean insert(AccessRow row) throws StoreAwayException {
        return database.write(handle -> {
            long before = handle.select("SELECT count(*) FROM access_rows WHERE kind = ? AND "
                    + "app = ?", row.kind().name(), row.app()).mapTo(Long.class).one();
            boolean done = before < row.kind().most && handle.execute("INSERT INTO access_rows "
                    + "(kind, app, id, version, created_ms, body) VALUES (?, ?, ?, ?, ?, ?) "
                    + "ON CONFLICT DO NOTHING", row.kind().name(), row.app(), row.id(),
                    row.version(), row.createdMs(), sealed(handle, row)) == 1;
            if (done) {
                handle.execute(BUMP, clock.wallMs());
            }
            return done;
        });
    }

    /// Whether it still was the version before this one.
    boolean update(AccessRow row) throws StoreAwayException {
        return database.write(handle -> {
            boolean done = handle.execute("UPDATE access_rows SET version = ?, body = ? "
                    + "WHERE kind = ? AND app = ? AND id = ? AND version = ?", row.version(),
                    sealed(handle, row), row.kind().name(), row.app(), row.id(),
                    row.version() - 1) == 1;
            if (done) {
                handle.execute(BUMP, clock.wallMs());
            }
            return done;
        });
    }

    /// Whether it was there.
    boolean delete(Kind kind, String app, String id) throws StoreAwayException {
        return database.write(handle -> {
            boolean done = handle.execute("DELETE FROM access_rows WHERE kind = ? AND app = ? "
                    + "AND id = ?", kind.name(), app, id) == 1;
            if (done) {
                handle.execute(BUMP, clock.wallMs());
            }
            return done;
        });
    }
}
