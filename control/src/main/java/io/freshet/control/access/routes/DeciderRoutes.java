package io.freshet.control.access.routes;

import io.freshet.control.access.decide.Decider;
import io.freshet.control.access.decide.HookDecider;
import io.freshet.control.access.keep.AccessRow;
import io.freshet.control.access.keep.AccessRow.Kind;
import io.freshet.control.access.keep.RowJson;
import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Json;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import io.freshet.control.hooks.HookFailure;
import io.freshet.control.hooks.HookSignature;
import io.freshet.control.store.StoreAwayException;
import java.util.List;
import java.util.Optional;

/// The webhook of an app that is asked before somebody publishes or plays.
///
/// Threading: shared, as the desk is.
public final class DeciderRoutes {

    private static final String PATH = "/api/v1/apps/{app}/decider";
    private static final String ONE = "one";

    private final Desks desks;
    private final HookDecider hooks;

    public DeciderRoutes(Desks desks, HookDecider hooks) {
        this.desks = desks;
        this.hooks = hooks;
    }

    public List<ApiRoute> all() {
        Need admin = new Need.OnApp(Role.ADMIN);
        return List.of(new ApiRoute("GET", PATH, admin, this::one),
                new ApiRoute("PUT", PATH, admin, this::set),
                new ApiRoute("DELETE", PATH, admin, this::delete),
                new ApiRoute("POST", PATH + "/test", admin, this::test));
    }

    private AccessRow found(ApiCall call) throws ApiProblem {
        return desks.desk().get(Kind.DECIDER, call.path("app"), ONE, "deciding webhook");
    }

    private static Decider read(AccessRow row) {
        try {
            return RowJson.decider(row);
        } catch (ApiProblem | HookFailure unreadable) {
            throw new IllegalStateException("a row that was read cannot be: " + row, unreadable);
        }
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem {
        return shown(found(call), false);
    }

    private static ApiAnswer shown(AccessRow row, boolean withSecret) {
        Decider decider = read(row);
        return ApiAnswer.json(json -> {
            RowJson.write(decider, json);
            json.writeNumberProperty("version", row.version());
            if (withSecret) {
                json.writeStringProperty("secret", decider.secret());
            }
        }).etag(row.version());
    }

    private ApiAnswer set(ApiCall call) throws ApiProblem, StoreAwayException {
        Optional<AccessRow> before = desks.desk().find(Kind.DECIDER, call.path("app"), ONE);
        call.ifMatch(before.map(AccessRow::version).orElse(0L));
        Body body = call.body();
        boolean newSecret = body.optionalFlag("newSecret").orElse(false) || before.isEmpty();
        String secret = newSecret ? HookSignature.newSecret(desks.random())
                : read(before.get()).secret();
        Decider decider;
        try {
            decider = RowJson.decider(body, secret);
        } catch (HookFailure bad) {
            throw new ApiProblem(422, "url: " + bad.getMessage());
        }
        body.optionalNumber("version");
        body.done();
        if (decider.target().privateAllowed() && !call.caller().mayEverywhere(Role.ADMIN)) {
            throw new ApiProblem(403, "private addresses are allowed by an administrator of every "
                    + "app alone");
        }
        String text = RowJson.text(json -> {
            RowJson.write(decider, json);
            json.writeStringProperty("secret", secret);
        });
        AccessRow row = before.map(each -> each.next(text)).orElseGet(() -> new AccessRow(
                Kind.DECIDER, call.path("app"), ONE, 1, desks.clock().wallMs(), text));
        if (before.isPresent()) {
            desks.desk().update(row);
        } else {
            desks.desk().insert(row, "deciding webhooks");
        }
        desks.audit().record(call.caller(), "decider.set", row.app(),
                decider.target().toString());
        return shown(row, newSecret);
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        AccessRow row = found(call);
        call.ifMatch(row.version());
        desks.desk().delete(Kind.DECIDER, row.app(), ONE);
        desks.audit().record(call.caller(), "decider.deleted", row.app(), "");
        return ApiAnswer.empty(204);
    }

    private ApiAnswer test(ApiCall call) throws ApiProblem {
        Decider decider = read(found(call));
        long fromNs = desks.clock().monotonicNs();
        HookDecider.Verdict verdict = hooks.ask(decider, Json.object(json -> {
            json.writeStringProperty("type", "test");
            json.writeStringProperty("app", call.path("app"));
        }));
        long tookMs = (desks.clock().monotonicNs() - fromNs) / 1_000_000;
        return ApiAnswer.json(json -> {
            json.writeStringProperty("outcome", !verdict.answered() ? "failed"
                    : verdict.allowed() ? "allowed" : "refused");
            json.writeStringProperty("detail", verdict.answered() ? verdict.reason()
                    : verdict.detail());
            json.writeNumberProperty("status", verdict.status());
            json.writeNumberProperty("tookMs", tookMs);
        });
    }
}
