package io.freshet.control.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/// Tells a database that is not there from one that refuses.
final class Failures {

    private Failures() {
    }

    /// Whether a failure means that nobody answered.
    static boolean isAway(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLTransientConnectionException
                    || each instanceof SQLNonTransientConnectionException
                    || each instanceof SQLException sql && isAway(sql)) {
                return true;
            }
        }
        return false;
    }

    /// Whether nobody was asked, because no connection was free or could be made in time.
    static boolean isPoolEmpty(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /// 08: connection; 57P: the server stops or starts; SQLite 5, 10, 14: busy, I/O, cannot open.
    private static boolean isAway(SQLException failure) {
        String state = failure.getSQLState();
        int code = failure.getErrorCode() & 0xff;
        if (state != null) {
            return state.startsWith("08") || state.startsWith("57P");
        }
        return code == 5 || code == 10 || code == 14;
    }

    /// The first line of the innermost message: it names no password.
    static String reason(Throwable failure) {
        Throwable inner = failure;
        for (int i = 0; i < 10 && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage()).lines().findFirst().orElse("unknown");
    }
}
