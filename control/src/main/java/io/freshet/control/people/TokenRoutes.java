package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Pages;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// API tokens: everybody makes their own, with no more rights than they have.
///
/// Threading: shared.
final class TokenRoutes {

    private static final String PATH = "/api/v1/tokens";
    private static final int PREFIX_CHARS = PeopleGate.TOKEN_PREFIX.length() + 6;

    private final Database database;
    private final PeopleGate gate;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;

    TokenRoutes(Database database, PeopleGate gate, AuditLog audit, Ids ids, Clock clock) {
        this.database = database;
        this.gate = gate;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    List<ApiRoute> all() {
        Need signedIn = new Need.SignedIn();
        return List.of(
                new ApiRoute("GET", PATH, signedIn, this::list),
                new ApiRoute("POST", PATH, signedIn, this::add),
                new ApiRoute("GET", PATH + "/{id}", signedIn, this::one),
                new ApiRoute("DELETE", PATH + "/{id}", signedIn, this::delete));
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem, StoreAwayException {
        Page page = call.page();
        boolean all = call.query("all").map(Boolean::parseBoolean).orElse(false);
        if (all && !call.caller().mayEverywhere(Role.ADMIN)) {
            throw new ApiProblem(403, "administrators alone see everybody's tokens");
        }
        String owner = all ? "" : call.caller().id();
        return Pages.answer(database.read(handle -> TokenStore.page(handle, page, owner)), page,
                ApiToken::id, (token, json) -> write(token, json));
    }

    private static void write(ApiToken token, JsonGenerator json) {
        json.writeStringProperty("id", token.id());
        json.writeStringProperty("name", token.name());
        json.writeStringProperty("ownerId", token.owner().id());
        json.writeStringProperty("ownerName", token.owner().name());
        json.writeStringProperty("prefix", token.prefix());
        Grants.write(json, token.grants());
        json.writeNumberProperty("createdMs", token.createdMs());
        json.writeName("usedMs");
        token.usedMs().ifPresentOrElse(json::writeNumber, json::writeNull);
        json.writeName("expiresMs");
        token.expiresMs().ifPresentOrElse(json::writeNumber, json::writeNull);
    }

    private ApiAnswer add(ApiCall call) throws ApiProblem, StoreAwayException {
        if (call.caller().kind() != Caller.Kind.USER) {
            throw new ApiProblem(403, "a token makes no tokens; sign in for that");
        }
        Body body = call.body();
        String name = body.line("name", 64);
        Map<String, Role> grants = Grants.of(body.object("grants"));
        Optional<Long> expiresMs = body.optionalNumber("expiresMs");
        body.done();
        if (expiresMs.isPresent() && expiresMs.get() <= clock.wallMs()) {
            throw new ApiProblem(422, "expiresMs is in the past");
        }
        User owner = database.read(handle -> UserStore.byId(handle, call.caller().id()))
                .orElseThrow(() -> new ApiProblem(401, "the user is gone"));
        if (!Grants.within(grants, owner.grants()).equals(grants)) {
            throw new ApiProblem(403, "a token can have no more than its owner has");
        }
        String secret = PeopleGate.TOKEN_PREFIX + ids.secret(Secrets.BYTES);
        ApiToken token = new ApiToken(ids.next(), name, owner, secret.substring(0, PREFIX_CHARS),
                grants, clock.wallMs(), Optional.empty(), expiresMs);
        boolean room = database.write(handle -> {
            if (TokenStore.countOf(handle, owner.id()) >= TokenStore.PER_USER_MAX) {
                return false;
            }
            TokenStore.add(handle, token, Secrets.hash(secret));
            audit.record(handle, call.caller(), "token.created", name, Grants.text(grants));
            return true;
        });
        if (!room) {
            throw new ApiProblem(409, "nobody has more than " + TokenStore.PER_USER_MAX
                    + " tokens; delete one first");
        }
        return ApiAnswer.created(PATH + "/" + token.id(), json -> {
            write(token, json);
            json.writeStringProperty("token", secret);
        });
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem, StoreAwayException {
        ApiToken token = own(call);
        return ApiAnswer.json(json -> write(token, json));
    }

    /// Another one's token is as absent as one that never was.
    private ApiToken own(ApiCall call) throws ApiProblem, StoreAwayException {
        return database.read(handle -> TokenStore.byId(handle, call.path("id")))
                .filter(token -> token.owner().id().equals(call.caller().id())
                        || token.id().equals(call.caller().id())
                        || call.caller().mayEverywhere(Role.ADMIN))
                .orElseThrow(() -> new ApiProblem(404, "there is no such token"));
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        ApiToken token = own(call);
        database.write(handle -> {
            TokenStore.delete(handle, token.id());
            return audit.record(handle, call.caller(), "token.revoked", token.name(),
                    "of " + token.owner().name());
        });
        gate.forget();
        return ApiAnswer.empty(204);
    }
}
