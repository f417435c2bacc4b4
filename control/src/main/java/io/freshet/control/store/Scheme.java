package io.freshet.control.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables, made and changed by numbered scripts.
final class Scheme {

    private static final String SCRIPTS = "classpath:io/freshet/control/store/migrations";

    /// Of the newest script. Where it has run there is nothing to do, and Flyway, which is 300
    /// classes, is not asked.
    static final int NEWEST = 5;

    private Scheme() {
    }

    /// Runs the scripts that have not run yet.
    ///
    /// @throws SQLException if the database does not answer
    static void bringUpToDate(HikariDataSource database) throws SQLException {
        if (isUpToDate(database)) {
            return;
        }
        try {
            Flyway.configure(Scheme.class.getClassLoader()).dataSource(database)
                    .locations(SCRIPTS).load().migrate();
        } catch (FlywayException failure) {
            if (database.isClosed() || Failures.isAway(failure)) {
                throw new SQLException("the database does not answer", "08000", failure);
            }
            throw failure;
        }
    }

    private static boolean isUpToDate(HikariDataSource database) {
        try (Connection connection = database.getConnection();
                Statement ask = connection.createStatement();
                ResultSet last = ask.executeQuery("SELECT version, success FROM "
                        + "flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
            return last.next() && last.getBoolean(2)
                    && String.valueOf(NEWEST).equals(last.getString(1));
        } catch (SQLException notYet) {
            return false;
        }
    }
}
