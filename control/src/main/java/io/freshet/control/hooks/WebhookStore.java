package io.freshet.control.hooks;

import io.freshet.control.store.Sealing;
import io.freshet.control.store.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Webhooks in the database.
///
/// Threading: stateless; on the thread of the handle.
final class WebhookStore {

    /// Each is asked for work of its own twice a second.
    static final int COUNT_MAX = 100;

    private WebhookStore() {
    }

    static void insert(Handle handle, Webhook hook) {
        Webhook.Terms terms = hook.terms();
        handle.createUpdate("INSERT INTO webhooks (id, url, private_allowed, types, apps, "
                        + "enabled, description, secret, created_ms, version, last_ms, "
                        + "last_status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)")
                .bind(0, hook.id()).bind(1, terms.url()).bind(2, terms.privateAllowed() ? 1 : 0)
                .bind(3, TextList.join(terms.types())).bind(4, TextList.join(terms.apps()))
                .bind(5, terms.enabled() ? 1 : 0).bind(6, terms.description())
                .bind(7, sealed(handle, hook)).bind(8, hook.createdMs()).bind(9, hook.version())
                .execute();
    }

    /// Changes the one of `hook`'s id to what `hook` says.
    static void update(Handle handle, Webhook hook) {
        Webhook.Terms terms = hook.terms();
        handle.createUpdate("UPDATE webhooks SET url = ?, private_allowed = ?, types = ?, "
                        + "apps = ?, enabled = ?, description = ?, secret = ?, version = ? "
                        + "WHERE id = ?")
                .bind(0, terms.url()).bind(1, terms.privateAllowed() ? 1 : 0)
                .bind(2, TextList.join(terms.types())).bind(3, TextList.join(terms.apps()))
                .bind(4, terms.enabled() ? 1 : 0).bind(5, terms.description())
                .bind(6, sealed(handle, hook)).bind(7, hook.version()).bind(8, hook.id()).execute();
    }

    /// It has answered, or not.
    static void told(Handle handle, String id, long nowMs, long status) {
        handle.createUpdate("UPDATE webhooks SET last_ms = ?, last_status = ? WHERE id = ?")
                .bind(0, nowMs).bind(1, status).bind(2, id).execute();
    }

    static void delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM deliveries WHERE hook_id = ?").bind(0, id).execute();
        handle.createUpdate("DELETE FROM webhooks WHERE id = ?").bind(0, id).execute();
    }

    static List<Webhook> all(Handle handle) {
        return handle.createQuery("SELECT * FROM webhooks ORDER BY created_ms, id")
                .map(WebhookStore::hook).list();
    }

    static Optional<Webhook> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM webhooks WHERE id = ?").bind(0, id)
                .map(WebhookStore::hook).findOne();
    }

    private static String sealed(Handle handle, Webhook hook) {
        return handle.getConfig(Sealing.class).vault().seal(hook.secret(), place(hook.id()));
    }

    /// Seals what was stored before secrets were.
    static int sealOld(Handle handle) {
        Vault vault = handle.getConfig(Sealing.class).vault();
        int[] done = new int[1];
        handle.createQuery("SELECT id, secret FROM webhooks WHERE secret NOT LIKE 'enc1.%'")
                .map((row, _) -> Map.entry(row.getString("id"), row.getString("secret"))).list()
                .forEach(each -> vault.sealedAnew(each.getValue(), place(each.getKey()))
                        .ifPresent(sealed -> done[0] += handle.createUpdate("UPDATE webhooks SET "
                                + "secret = ? WHERE id = ? AND secret = ?").bind(0, sealed)
                                .bind(1, each.getKey()).bind(2, each.getValue()).execute()));
        return done[0];
    }

    private static String place(String id) {
        return "webhook " + id;
    }

    private static Webhook hook(ResultSet row, StatementContext context) throws SQLException {
        String id = row.getString("id");
        // With a secret that nobody knows receivers refuse what it signs.
        Vault vault = context.getConfig(Sealing.class).vault();
        String secret = vault.open(row.getString("secret"), place(id)).orElseGet(vault::stranger);
        return new Webhook(id, new Webhook.Terms(row.getString("url"),
                row.getInt("private_allowed") != 0, TextList.split(row.getString("types")),
                TextList.split(row.getString("apps")), row.getInt("enabled") != 0,
                row.getString("description")), secret,
                row.getLong("created_ms"), row.getLong("version"), row.getLong("last_ms"),
                row.getLong("last_status"));
    }
}
