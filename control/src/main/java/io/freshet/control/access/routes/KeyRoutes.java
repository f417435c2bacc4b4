package io.freshet.control.access.routes;

import io.freshet.control.access.keep.AccessRow;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.keep.RowJson;
import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.BadRuleException;
import io.freshet.control.access.match.StreamPattern;
import io.freshet.control.access.rule.KeyUse;
import io.freshet.control.access.rule.PublishKey;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Publish keys: made, shown, changed, rotated, revoked.
///
/// Threading: shared, as the desk is.
public final class KeyRoutes {

    private static final String PATH = "/api/v1/apps/{app}/keys";
    private static final String WHAT = "publish key";
    /// 160 bits: nobody tries those through.
    private static final int SECRET_CHARS = 32;
    private static final int HINT_CHARS = 4;
    private static final long DAY_MS = 86_400_000;
    private static final long OVERLAP_MAX_MS = 30 * DAY_MS;

    private final Desks desks;
    private final KeyUse use;

    public KeyRoutes(Desks desks, KeyUse use) {
        this.desks = desks;
        this.use = use;
    }

    public List<ApiRoute> all() {
        Need need = new Need.OnApp(Role.OPERATOR);
        return List.of(new ApiRoute("GET", PATH, need, this::list),
                new ApiRoute("POST", PATH, need, this::create),
                new ApiRoute("GET", PATH + "/{id}", need, this::one),
                new ApiRoute("PATCH", PATH + "/{id}", need, this::change),
                new ApiRoute("DELETE", PATH + "/{id}", need, this::revoke),
                new ApiRoute("POST", PATH + "/{id}/rotate", need, this::rotate));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem {
        return Desks.page(call, desks.desk().list(Kind.PUBLISH_KEY, call.path("app")),
                AccessRow::id, this::write);
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem {
        return shown(found(call));
    }

    private ApiAnswer shown(AccessRow row) {
        return ApiAnswer.json(json -> write(row, json)).etag(row.version());
    }

    private AccessRow found(ApiCall call) throws ApiProblem {
        return desks.desk().get(Kind.PUBLISH_KEY, call.path("app"), call.path("id"), WHAT);
    }

    private String secret() {
        return "fk_" + Secrets.random(SECRET_CHARS, desks.random());
    }

    private static String hint(String secret) {
        return secret.substring(secret.length() - HINT_CHARS);
    }

    private ApiAnswer create(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        String secret = secret();
        try {
            PublishKey key = new PublishKey(desks.newId(),
                    body.line("name", Desks.NAME_CHARS_MAX),
                    StreamPattern.parse(body.optionalText("stream").orElse("**")),
                    AddressList.parse(body.optionalTexts("addresses").orElse(List.of())),
                    Secrets.hash(secret), hint(secret), desks.expiry(body, "expiresMs"),
                    PublishKey.Before.NONE, desks.clock().wallMs(), call.caller().name());
            body.done();
            AccessRow row = new AccessRow(Kind.PUBLISH_KEY, call.path("app"), key.id(), 1,
                    key.createdMs(), RowJson.text(key));
            desks.desk().insert(row, "publish keys");
            audit(call, "key.created", key);
            return ApiAnswer.created(PATH.replace("{app}", row.app()) + "/" + row.id(), json -> {
                write(row, json);
                json.writeStringProperty("secret", secret);
            }).etag(row.version());
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }

    private void audit(ApiCall call, String action, PublishKey key) throws StoreAwayException {
        desks.audit().record(call.caller(), action, call.path("app"), "key " + key.id() + " for "
                + key.stream());
    }

    private ApiAnswer change(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        Body body = call.body();
        try {
            PublishKey old = RowJson.publishKey(row);
            PublishKey key = new PublishKey(old.id(), body.has("name")
                    ? body.line("name", Desks.NAME_CHARS_MAX) : old.name(),
                    body.has("stream") ? StreamPattern.parse(body.text("stream")) : old.stream(),
                    body.has("addresses") ? AddressList.parse(body.texts("addresses"))
                            : old.addresses(), old.hash(), old.hint(),
                    body.has("expiresMs") ? desks.expiry(body, "expiresMs") : old.expiresMs(),
                    old.before(), old.createdMs(), old.createdBy());
            body.done();
            AccessRow next = row.next(RowJson.text(key));
            desks.desk().update(next);
            audit(call, "key.changed", key);
            return shown(next);
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }

    private ApiAnswer rotate(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        Body body = call.body();
        long overlapMs = body.optionalNumber("overlapMs").orElse(DAY_MS);
        body.done();
        if (overlapMs < 0 || overlapMs > OVERLAP_MAX_MS) {
            throw body.wrong("overlapMs", "a whole number up to " + OVERLAP_MAX_MS);
        }
        String secret = secret();
        try {
            PublishKey old = RowJson.publishKey(row);
            PublishKey.Before before = overlapMs == 0 ? PublishKey.Before.NONE
                    : new PublishKey.Before(old.hash(), desks.clock().wallMs() + overlapMs);
            PublishKey key = new PublishKey(old.id(), old.name(), old.stream(), old.addresses(),
                    Secrets.hash(secret), hint(secret), old.expiresMs(), before, old.createdMs(),
                    old.createdBy());
            AccessRow next = row.next(RowJson.text(key));
            desks.desk().update(next);
            audit(call, "key.rotated", key);
            return ApiAnswer.json(json -> {
                write(next, json);
                json.writeStringProperty("secret", secret);
            }).etag(next.version());
        } catch (BadRuleException bad) {
            throw Desks.bad(bad);
        }
    }

    private ApiAnswer revoke(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        desks.desk().delete(Kind.PUBLISH_KEY, row.app(), row.id());
        desks.audit().record(call.caller(), "key.revoked", row.app(), "key " + row.id());
        return ApiAnswer.empty(204);
    }

    private void write(AccessRow row, JsonGenerator json) {
        try {
            PublishKey key = RowJson.publishKey(row);
            long nowMs = desks.clock().wallMs();
            json.writeStringProperty("id", row.id());
            json.writeStringProperty("app", row.app());
            json.writeStringProperty("name", key.name());
            json.writeStringProperty("stream", key.stream().toString());
            Json.texts(json, "addresses", key.addresses().texts());
            json.writeNumberProperty("createdMs", row.createdMs());
            json.writeStringProperty("createdBy", key.createdBy());
            if (key.expiresMs() != Long.MAX_VALUE) {
                json.writeNumberProperty("expiresMs", key.expiresMs());
            }
            if (key.before().untilMs() > nowMs) {
                json.writeNumberProperty("overlapUntilMs", key.before().untilMs());
            }
            json.writeStringProperty("state", key.expiresMs() > nowMs ? "active" : "expired");
            use.lastMs(row.id()).ifPresent(ms -> json.writeNumberProperty("lastUsedMs", ms));
            json.writeStringProperty("hint", key.hint());
            json.writeNumberProperty("version", row.version());
        } catch (ApiProblem | BadRuleException unreadable) {
            throw new IllegalStateException("a row that was read cannot be: " + row, unreadable);
        }
    }
}
