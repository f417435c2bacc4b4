package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Pages;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.Like;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What everybody changed, the newest first.
///
/// Threading: shared.
final class AuditLog implements Audit {

    private static final int TEXT_CHARS_MAX = 500;

    private final Database database;
    private final Ids ids;
    private final Clock clock;

    private record Entry(String id, long atMs, Map<String, String> texts) {
    }

    AuditLog(Database database, Ids ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    List<ApiRoute> all() {
        return List.of(new ApiRoute("GET", "/api/v1/audit", new Need.Everywhere(Role.ADMIN),
                this::list));
    }

    @Override
    public void record(Caller who, String action, String target, String detail)
            throws StoreAwayException {
        database.write(handle -> record(handle, who, action, target, detail));
    }

    /// The same as part of the transaction that makes the change.
    int record(Handle handle, Caller who, String action, String target, String detail) {
        return handle.execute("INSERT INTO audit (id, at_ms, who_kind, who_id, who_name, address, "
                + "action, target, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ids.next(),
                clock.wallMs(), who.kind().name().toLowerCase(Locale.ROOT), who.id(), who.name(),
                FROM.orElse(""), action, plain(target), plain(detail));
    }

    /// On one line and not too long: both may repeat what somebody sent.
    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= TEXT_CHARS_MAX ? line : line.substring(0, TEXT_CHARS_MAX);
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem, StoreAwayException {
        Page page = call.page();
        StringBuilder where = new StringBuilder("id < ?");
        List<Object> values = new ArrayList<>(List.of(page.cursor().orElse("~")));
        call.query("who").ifPresent(who -> {
            where.append(" AND who_name LIKE ? ESCAPE '!'");
            values.add(Like.part(who));
        });
        call.query("action").ifPresent(action -> {
            where.append(action.endsWith(".") ? " AND action LIKE ? ESCAPE '!'"
                    : " AND action = ?");
            values.add(action.endsWith(".") ? Like.head(action) : action);
        });
        call.query("target").ifPresent(target -> {
            where.append(" AND target LIKE ? ESCAPE '!'");
            values.add(Like.part(target));
        });
        call.queryNumber("fromMs").ifPresent(from -> {
            where.append(" AND at_ms >= ?");
            values.add(from);
        });
        call.queryNumber("toMs").ifPresent(to -> {
            where.append(" AND at_ms < ?");
            values.add(to);
        });
        values.add(page.limit() + 1);
        List<Entry> found = database.read(handle -> handle.select("SELECT * FROM audit WHERE "
                + where + " ORDER BY id DESC LIMIT ?", values.toArray()).map((row, _) ->
                new Entry(row.getString("id"), row.getLong("at_ms"), Map.of(
                        "whoKind", row.getString("who_kind"), "whoId", row.getString("who_id"),
                        "whoName", row.getString("who_name"), "address", row.getString("address"),
                        "action", row.getString("action"), "target", row.getString("target"),
                        "detail", row.getString("detail")))).list());
        return Pages.answer(found, page, Entry::id, (entry, json) -> {
            json.writeStringProperty("id", entry.id());
            json.writeNumberProperty("atMs", entry.atMs());
            entry.texts().forEach(json::writeStringProperty);
        });
    }

    /// Entries older than that are of no use to anybody.
    void sweep(long beforeMs) throws StoreAwayException {
        database.write(handle -> handle.execute("DELETE FROM audit WHERE at_ms < ?", beforeMs));
    }
}
