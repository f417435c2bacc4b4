package io.freshet.control.people;

import io.freshet.control.api.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The table of API tokens; each method is part of its caller's transaction.
///
/// Threading: stateless.
final class TokenStore {

    /// One user's; more are forgotten ones.
    static final int PER_USER_MAX = 100;

    private static final String ALL = "SELECT t.id, t.name, t.prefix, t.grants, t.created_ms, "
            + "t.used_ms, t.expires_ms, u.id AS owner_id, u.name AS owner_name, "
            + "u.grants AS owner_grants, u.disabled FROM api_tokens t "
            + "JOIN users u ON u.id = t.owner_id ";

    private TokenStore() {
    }

    private static ApiToken row(ResultSet row, StatementContext context) throws SQLException {
        User owner = new User(row.getString("owner_id"), row.getString("owner_name"), "",
                Grants.parse(row.getString("owner_grants")), row.getInt("disabled") != 0, false,
                0, 0, Optional.empty(), 0);
        return new ApiToken(row.getString("id"), row.getString("name"), owner,
                row.getString("prefix"), Grants.parse(row.getString("grants")),
                row.getLong("created_ms"), time(row, "used_ms"), time(row, "expires_ms"));
    }

    private static Optional<Long> time(ResultSet row, String column) throws SQLException {
        long ms = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(ms);
    }

    static Optional<ApiToken> byHash(Handle handle, String hash) {
        return handle.select(ALL + "WHERE t.hash = ?", hash).map(TokenStore::row).findOne();
    }

    static Optional<ApiToken> byId(Handle handle, String id) {
        return handle.select(ALL + "WHERE t.id = ?", id).map(TokenStore::row).findOne();
    }

    /// @param owner whose; empty for everybody's
    static List<ApiToken> page(Handle handle, Page page, String owner) {
        String from = page.cursor().orElse("~");
        return owner.isEmpty()
                ? handle.select(ALL + "WHERE t.id < ? ORDER BY t.id DESC LIMIT ?", from,
                        page.limit() + 1).map(TokenStore::row).list()
                : handle.select(ALL + "WHERE t.id < ? AND t.owner_id = ? "
                        + "ORDER BY t.id DESC LIMIT ?", from, owner, page.limit() + 1)
                        .map(TokenStore::row).list();
    }

    static long countOf(Handle handle, String owner) {
        return handle.select("SELECT count(*) FROM api_tokens WHERE owner_id = ?", owner)
                .mapTo(Long.class).one();
    }

    static void add(Handle handle, ApiToken token, String hash) {
        @Nullable Long expiresMs = token.expiresMs().orElse(null);
        handle.execute("INSERT INTO api_tokens (id, hash, owner_id, name, prefix, grants, "
                + "created_ms, used_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, "
                + (expiresMs == null ? "NULL" : expiresMs) + ")", token.id(), hash,
                token.owner().id(), token.name(), token.prefix(), Grants.text(token.grants()),
                token.createdMs());
    }

    static void used(Handle handle, String id, long nowMs) {
        handle.execute("UPDATE api_tokens SET used_ms = ? WHERE id = ?", nowMs, id);
    }

    static boolean delete(Handle handle, String id) {
        return handle.execute("DELETE FROM api_tokens WHERE id = ?", id) > 0;
    }
}
