package io.freshet.control.people;

import io.freshet.control.api.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The table of sessions; each method is part of its caller's transaction.
///
/// Threading: stateless.
final class SessionStore {

    /// One user's; the oldest goes when one more signs in.
    static final int PER_USER_MAX = 20;

    private static final String ALL = "SELECT s.id, s.user_id, u.name AS user_name, s.created_ms, "
            + "s.seen_ms, s.expires_ms, s.address, s.agent FROM sessions s "
            + "JOIN users u ON u.id = s.user_id ";

    private SessionStore() {
    }

    private static Session row(ResultSet row, StatementContext context) throws SQLException {
        return new Session(row.getString("id"), row.getString("user_id"),
                row.getString("user_name"), row.getLong("created_ms"), row.getLong("seen_ms"),
                row.getLong("expires_ms"), row.getString("address"), row.getString("agent"));
    }

    static Optional<Session> byHash(Handle handle, String hash) {
        return handle.select(ALL + "WHERE s.hash = ?", hash).map(SessionStore::row).findOne();
    }

    /// @param user whose; empty for everybody's
    static List<Session> page(Handle handle, Page page, String user) {
        String from = page.cursor().orElse("~");
        return user.isEmpty()
                ? handle.select(ALL + "WHERE s.id < ? ORDER BY s.id DESC LIMIT ?", from,
                        page.limit() + 1).map(SessionStore::row).list()
                : handle.select(ALL + "WHERE s.id < ? AND s.user_id = ? ORDER BY s.id DESC LIMIT ?",
                        from, user, page.limit() + 1).map(SessionStore::row).list();
    }

    static void add(Handle handle, Session session, String hash) {
        handle.execute("INSERT INTO sessions (id, hash, user_id, created_ms, seen_ms, expires_ms, "
                + "address, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", session.id(), hash,
                session.userId(), session.createdMs(), session.seenMs(), session.expiresMs(),
                session.address(), session.agent());
        handle.execute("DELETE FROM sessions WHERE user_id = ? AND id NOT IN (SELECT id FROM "
                + "sessions WHERE user_id = ? ORDER BY id DESC LIMIT " + PER_USER_MAX + ")",
                session.userId(), session.userId());
    }

    static void seen(Handle handle, String id, long nowMs) {
        handle.execute("UPDATE sessions SET seen_ms = ? WHERE id = ?", nowMs, id);
    }

    /// @param user whose it must be; empty for anybody's
    /// @return whether it was there
    static boolean delete(Handle handle, String id, String user) {
        return (user.isEmpty() ? handle.execute("DELETE FROM sessions WHERE id = ?", id)
                : handle.execute("DELETE FROM sessions WHERE id = ? AND user_id = ?", id, user))
                > 0;
    }

    static void deleteByHash(Handle handle, String hash) {
        handle.execute("DELETE FROM sessions WHERE hash = ?", hash);
    }

    static void deleteOf(Handle handle, String userId) {
        handle.execute("DELETE FROM sessions WHERE user_id = ?", userId);
    }

    /// Those whose time is over.
    static void sweep(Handle handle, long nowMs, long seenBeforeMs) {
        handle.execute("DELETE FROM sessions WHERE expires_ms < ? OR seen_ms < ?", nowMs,
                seenBeforeMs);
    }
}
