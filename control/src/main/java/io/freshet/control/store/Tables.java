package io.freshet.control.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Which tables there are, as the database itself tells.
final class Tables {

    private static final String HISTORY = "flyway_schema_history";

    private Tables() {
    }

    /// All of ours, each after those that it refers to.
    static List<String> inOrder(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        Set<String> all = new TreeSet<>();
        try (ResultSet found = about.getTables(connection.getCatalog(), connection.getSchema(), "%",
                new String[] {"TABLE"})) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!name.equals(HISTORY) && !name.startsWith("sqlite_")) {
                    all.add(name);
                }
            }
        }
        Set<String> ordered = new LinkedHashSet<>();
        for (String table : all) {
            add(about, table, all, ordered);
        }
        return List.copyOf(ordered);
    }

    private static void add(DatabaseMetaData about, String table, Set<String> all,
            Set<String> ordered) throws SQLException {
        if (ordered.contains(table)) {
            return;
        }
        Connection connection = about.getConnection();
        Set<String> needed = new TreeSet<>();
        try (ResultSet keys = about.getImportedKeys(connection.getCatalog(),
                connection.getSchema(), table)) {
            while (keys.next()) {
                needed.add(keys.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        needed.remove(table);
        for (String each : needed) {
            if (all.contains(each)) {
                add(about, each, all, ordered);
            }
        }
        ordered.add(table);
    }

    static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table
                        + " WHERE 1 = 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                columns.add(none.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    static boolean hasRows(Statement statement, String table) throws SQLException {
        try (ResultSet one = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            return one.next();
        }
    }

    /// The number of the newest script that has run.
    static String scheme(Connection connection) throws SQLException {
        int newest = 0;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT version FROM " + HISTORY)) {
            while (found.next()) {
                String version = found.getString(1);
                if (version != null) {
                    newest = Math.max(newest, Integer.parseInt(version));
                }
            }
        }
        return Integer.toString(newest);
    }
}
