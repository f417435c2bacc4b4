package io.freshet.control.people;

import io.freshet.control.api.Page;
import io.freshet.control.api.Role;
import io.freshet.control.store.Like;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The table of users; each method is part of its caller's transaction.
///
/// Threading: stateless.
final class UserStore {

    private static final String ALL = "SELECT id, name, password, grants, disabled, must_change, "
            + "created_ms, changed_ms, last_login_ms, version FROM users ";

    private UserStore() {
    }

    private static User row(ResultSet row, StatementContext context) throws SQLException {
        long lastLoginMs = row.getLong("last_login_ms");
        Optional<Long> lastLogin = row.wasNull() ? Optional.empty() : Optional.of(lastLoginMs);
        return new User(row.getString("id"), row.getString("name"), row.getString("password"),
                Grants.parse(row.getString("grants")), row.getInt("disabled") != 0,
                row.getInt("must_change") != 0, row.getLong("created_ms"),
                row.getLong("changed_ms"), lastLogin, row.getLong("version"));
    }

    static Optional<User> byName(Handle handle, String name) {
        return handle.select(ALL + "WHERE name = ?", name).map(UserStore::row).findOne();
    }

    static Optional<User> byId(Handle handle, String id) {
        return handle.select(ALL + "WHERE id = ?", id).map(UserStore::row).findOne();
    }

    static long count(Handle handle) {
        return handle.select("SELECT count(*) FROM users").mapTo(Long.class).one();
    }

    /// One more than the page has, if there are more.
    static List<User> page(Handle handle, Page page, String part) {
        return handle.select(ALL + "WHERE name > ? AND name LIKE ? ESCAPE '!' "
                + "ORDER BY name LIMIT ?", page.cursor().orElse(""), Like.part(part),
                page.limit() + 1).map(UserStore::row).list();
    }

    /// Those who may make users, and sign in.
    static List<User> administrators(Handle handle) {
        return handle.select(ALL + "WHERE disabled = 0").map(UserStore::row)
                .filter(User::isAdministrator).list();
    }

    static void add(Handle handle, User user) {
        handle.execute("INSERT INTO users (id, name, password, grants, disabled, must_change, "
                + "created_ms, changed_ms, last_login_ms, version) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, 1)", user.id(), user.name(),
                user.password(), Grants.text(user.grants()), flag(user.disabled()),
                flag(user.mustChange()), user.createdMs(), user.changedMs());
    }

    static void change(Handle handle, User user, Map<String, Role> grants, boolean disabled,
            long nowMs) {
        handle.execute("UPDATE users SET grants = ?, disabled = ?, changed_ms = ?, "
                + "version = version + 1 WHERE id = ?", Grants.text(grants), flag(disabled),
                nowMs, user.id());
    }

    static void changePassword(Handle handle, String id, String hash, boolean mustChange,
            long nowMs) {
        handle.execute("UPDATE users SET password = ?, must_change = ?, changed_ms = ?, "
                + "version = version + 1 WHERE id = ?", hash, flag(mustChange), nowMs, id);
    }

    static void signedIn(Handle handle, String id, long nowMs) {
        handle.execute("UPDATE users SET last_login_ms = ? WHERE id = ?", nowMs, id);
    }

    static void delete(Handle handle, String id) {
        handle.execute("DELETE FROM users WHERE id = ?", id);
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }
}
