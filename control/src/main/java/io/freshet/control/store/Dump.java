package io.freshet.control.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Everything that a database holds as lines of JSON, which either kind of database can take back.
///
/// The first line says what it is, `{"freshet":1,"scheme":"3"}`; a line `{"table":..,"columns":..}`
/// begins a table, whose rows are lists; the last line is `{"end":ROWS}`, so that a file that was
/// cut is no backup. Tables come in the order in which they refer to each other.
///
/// Threading: stateless.
public final class Dump {

    private static final int FORMAT = 1;
    private static final int ROWS_AT_A_TIME = 500;
    /// Longer than any row of ours: an event's facts are some kilobytes.
    private static final int LINE_CHARS_MAX = 1 << 20;

    private final Database database;

    public Dump(Database database) {
        this.database = database;
    }

    /// A file that cannot be restored, and why.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /// Writes what there is at this moment; others go on reading and writing.
    ///
    /// @return the number of rows
    public long write(OutputStream out) throws StoreAwayException, IOException {
        try {
            return database.snapshot(handle -> {
                try {
                    return write(handle.getConnection(), out);
                } catch (SQLException | IOException failure) {
                    throw new Carried(failure);
                }
            });
        } catch (Carried carried) {
            throw carried.asIo();
        }
    }

    /// How many secrets there are that only the key of `database.secret-key-file` opens.
    public long sealedSecrets() throws StoreAwayException {
        return database.read(handle -> handle.select("SELECT "
                + "(SELECT count(*) FROM webhooks WHERE secret LIKE 'enc1.%') "
                + "+ (SELECT count(*) FROM alert_channels WHERE secret LIKE 'enc1.%' "
                + "OR headers LIKE 'enc1.%') "
                + "+ (SELECT count(*) FROM access_rows WHERE body LIKE '%\":\"enc1.%')")
                .mapTo(Long.class).one());
    }

    private long write(Connection connection, OutputStream out) throws SQLException, IOException {
        line(out, DumpLine.head(FORMAT, Tables.scheme(connection)));
        long rows = 0;
        for (String table : Tables.inOrder(connection)) {
            List<String> columns = Tables.columns(connection, table);
            line(out, DumpLine.table(table, columns));
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(ROWS_AT_A_TIME);
                try (ResultSet found = statement.executeQuery("SELECT "
                        + String.join(", ", columns) + " FROM " + table)) {
                    while (found.next()) {
                        line(out, DumpLine.row(found, columns.size()));
                        rows++;
                    }
                }
            }
        }
        line(out, DumpLine.end(rows));
        out.flush();
        return rows;
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /// Puts back what was written, in one transaction: all of it or nothing.
    ///
    /// @param replace whether what is there is deleted before; else it must be empty
    /// @return the number of rows
    public long read(InputStream in, boolean replace)
            throws StoreAwayException, IOException, Unusable {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(in, StandardCharsets.UTF_8), LINE_CHARS_MAX);
        try {
            return database.write(handle -> {
                try {
                    return read(handle, lines, replace);
                } catch (SQLException | IOException | Unusable failure) {
                    throw new Carried(failure);
                }
            });
        } catch (Carried carried) {
            if (carried.getCause() instanceof Unusable unusable) {
                throw unusable;
            }
            throw carried.asIo();
        }
    }

    private long read(Handle handle, BufferedReader lines, boolean replace)
            throws SQLException, IOException, Unusable {
        Connection connection = handle.getConnection();
        checkHead(next(lines), Tables.scheme(connection));
        empty(connection, replace);
        long rows = 0;
        Optional<PreparedStatement> insert = Optional.empty();
        try {
            while (true) {
                DumpLine line = next(lines);
                if (line.end().isPresent()) {
                    flush(insert);
                    if (line.end().get() != rows) {
                        throw new Unusable("it has " + rows + " rows and says "
                                + line.end().get());
                    }
                    return rows;
                } else if (line.table().isPresent()) {
                    flush(insert);
                    insert = Optional.of(insertion(connection, line));
                } else {
                    PreparedStatement statement = insert.orElseThrow(() ->
                            new Unusable("a row comes before its table"));
                    line.bind(statement);
                    statement.addBatch();
                    rows++;
                    if (rows % ROWS_AT_A_TIME == 0) {
                        statement.executeBatch();
                    }
                }
            }
        } finally {
            if (insert.isPresent()) {
                insert.get().close();
            }
        }
    }

    private static void flush(Optional<PreparedStatement> insert) throws SQLException {
        if (insert.isPresent()) {
            insert.get().executeBatch();
            insert.get().close();
        }
    }

    private static DumpLine next(BufferedReader lines) throws IOException, Unusable {
        String line = lines.readLine();
        if (line == null) {
            throw new Unusable("it ends too early");
        }
        return DumpLine.parse(line);
    }

    private static void checkHead(DumpLine head, String scheme) throws Unusable {
        if (head.format().orElse(0) != FORMAT) {
            throw new Unusable("it is no backup of Freshet that this version can read");
        }
        if (Integer.parseInt(head.scheme().orElse("0")) > Integer.parseInt(scheme)) {
            throw new Unusable("it was made by a newer version of Freshet (tables "
                    + head.scheme().orElse("?") + ", here " + scheme + ")");
        }
    }

    private static void empty(Connection connection, boolean replace)
            throws SQLException, Unusable {
        List<String> tables = new ArrayList<>(Tables.inOrder(connection));
        Collections.reverse(tables);
        for (String table : tables) {
            try (Statement statement = connection.createStatement()) {
                if (replace) {
                    statement.executeUpdate("DELETE FROM " + table);
                } else if (Tables.hasRows(statement, table)) {
                    throw new Unusable("the database is not empty (" + table
                            + "); --replace deletes what is in it");
                }
            }
        }
    }

    /// The names come from the file: they must be those of a table here.
    private static PreparedStatement insertion(Connection connection, DumpLine line)
            throws SQLException, Unusable {
        String table = line.table().orElseThrow();
        if (!Tables.inOrder(connection).contains(table)
                || !Tables.columns(connection, table).containsAll(line.columns())
                || line.columns().isEmpty()) {
            throw new Unusable("it has a table or column that is not known here");
        }
        return connection.prepareStatement("INSERT INTO " + table + " ("
                + String.join(", ", line.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(line.columns().size(), "?")) + ")");
    }

    /// Takes a checked failure out of a transaction, which is rolled back.
    private static final class Carried extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Carried(Exception cause) {
            super(cause);
        }

        IOException asIo() {
            Throwable cause = getCause();
            return cause instanceof IOException io ? io
                    : new IOException(Failures.reason(this), cause);
        }
    }
}
