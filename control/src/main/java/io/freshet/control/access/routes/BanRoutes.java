package io.freshet.control.access.routes;

import io.freshet.control.access.keep.AccessRow;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.keep.RowJson;
import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.AddressRange;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.rule.Ban;
import io.freshet.control.access.token.PlayClaims;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import io.freshet.live.session.Session;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Keeping somebody out of an app for a time.
///
/// Threading: shared, as the desk is.
public final class BanRoutes {

    private static final String PATH = "/api/v1/apps/{app}/bans";
    private static final long HOUR_MS = 3_600_000;
    private static final long LONGEST_MS = 365 * 24 * HOUR_MS;
    private static final int REASON_CHARS_MAX = 200;

    private final Desks desks;

    public BanRoutes(Desks desks) {
        this.desks = desks;
    }

    public List<ApiRoute> all() {
        Need need = new Need.OnApp(Role.MODERATOR);
        return List.of(new ApiRoute("GET", PATH, need, this::list),
                new ApiRoute("POST", PATH, need, this::create),
                new ApiRoute("DELETE", PATH + "/{id}", need, this::delete));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        long nowMs = desks.clock().wallMs();
        List<AccessRow> rows = desks.desk().list(Kind.BAN, call.path("app")).stream()
                .filter(row -> !ban(row).isOver(nowMs)).toList();
        return Desks.page(call, rows, AccessRow::id, BanRoutes::write);
    }

    private static Ban ban(AccessRow row) {
        try {
            return RowJson.ban(row);
        } catch (ApiProblem | BadRuleException unreadable) {
            throw new IllegalStateException("a row that was read cannot be: " + row, unreadable);
        }
    }

    private static void write(AccessRow row, JsonGenerator json) {
        json.writeStringProperty("id", row.id());
        json.writeStringProperty("app", row.app());
        RowJson.write(ban(row), json);
        json.writeNumberProperty("createdMs", row.createdMs());
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        String app = call.path("app");
        Body body = call.body();
        Ban.Kind kind = RowJson.kind(Ban.Kind.class, body);
        String value = body.has("viewer") ? valueOf(app, body, kind) : body.text("value");
        long durationMs = body.optionalNumber("durationMs").orElse(HOUR_MS);
        if (durationMs < 1000 || durationMs > LONGEST_MS) {
            throw body.wrong("durationMs", "a whole number, 1000 to " + LONGEST_MS);
        }
        String reason = body.has("reason") ? body.line("reason", REASON_CHARS_MAX) : "";
        body.done();
        long nowMs = desks.clock().wallMs();
        Ban ban = new Ban(desks.newId(), kind, checked(body, kind, value), AddressList.NONE,
                nowMs + durationMs, reason, nowMs, call.caller().name());
        forgetOld(app, nowMs);
        AccessRow row = new AccessRow(Kind.BAN, app, ban.id(), 1, nowMs,
                RowJson.text(json -> RowJson.write(ban, json)));
        desks.desk().insert(row, "bans");
        desks.audit().record(call.caller(), "ban.created", app, kind + " " + ban.value()
                + " until " + ban.untilMs());
        return ApiAnswer.created(PATH.replace("{app}", app) + "/" + row.id(),
                json -> write(row, json));
    }

    private String valueOf(String app, Body body, Ban.Kind kind) throws ApiProblem {
        String id = body.text("viewer");
        List<Session> found = new ArrayList<>();
        desks.sessions().forEach(each -> {
            if (each.id().equals(id) && each.stream().app().equals(app)) {
                found.add(each);
            }
        });
        if (found.isEmpty()) {
            throw new ApiProblem(404, "nobody of this id is in app " + app);
        }
        Session viewer = found.getFirst();
        return switch (kind) {
            case ADDRESS -> viewer.peer().address();
            case TOKEN -> viewer.terms().tokenId();
            case USER -> viewer.terms().user();
        };
    }

    private static String checked(Body body, Ban.Kind kind, String value) throws ApiProblem {
        try {
            switch (kind) {
                case ADDRESS -> {
                    return AddressRange.parse(value).toString();
                }
                case TOKEN -> {
                    if (!value.matches("[0-9a-f]{16}")) {
                        throw body.wrong("value", "a token id as the list of viewers shows it");
                    }
                }
                case USER -> {
                    if (value.isEmpty() || !PlayClaims.isUser(value)) {
                        throw body.wrong("value", "the user of a token");
                    }
                }
            }
            return value;
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }

    /// Those that are over make room.
    private void forgetOld(String app, long nowMs) throws StoreAwayException {
        for (AccessRow row : desks.desk().list(Kind.BAN, app)) {
            if (ban(row).isOver(nowMs)) {
                desks.desk().delete(Kind.BAN, app, row.id());
            }
        }
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = desks.desk().get(Kind.BAN, call.path("app"), call.path("id"), "ban");
        desks.desk().delete(Kind.BAN, row.app(), row.id());
        desks.audit().record(call.caller(), "ban.lifted", row.app(), ban(row).value());
        return ApiAnswer.empty(204);
    }
}
