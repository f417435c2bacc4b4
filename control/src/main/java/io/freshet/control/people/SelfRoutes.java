package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Gate.Entry;
import io.freshet.control.api.Need;
import io.freshet.control.people.PeopleGate.Visit;
import io.freshet.control.people.SignIn.Begun;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people do for themselves: sign in and out, see who they are, change their password.
///
/// Threading: shared.
final class SelfRoutes {

    private final Database database;
    private final PeopleGate gate;
    private final SignIn signIn;
    private final Passwords passwords;
    private final AuditLog audit;
    private final Clock clock;

    SelfRoutes(Database database, PeopleGate gate, SignIn signIn, Passwords passwords,
            AuditLog audit, Clock clock) {
        this.database = database;
        this.gate = gate;
        this.signIn = signIn;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
    }

    List<ApiRoute> all() {
        Need signedIn = new Need.SignedIn();
        return List.of(
                new ApiRoute("POST", "/api/v1/login", new Need.Nothing(), this::login),
                new ApiRoute("POST", "/api/v1/logout", signedIn, this::logout),
                new ApiRoute("GET", "/api/v1/me", signedIn, this::me),
                new ApiRoute("PUT", "/api/v1/me/password", signedIn, this::changePassword));
    }

    private ApiAnswer login(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        Body body = call.body();
        String name = body.text("name");
        String password = body.text("password");
        body.done();
        User user = signIn.check(call, UserRoutes.named(name), password);
        return begun(call, signIn.begin(call, user));
    }

    private ApiAnswer begun(ApiCall call, Begun begun) {
        User user = begun.user();
        Caller caller = new Caller(Caller.Kind.USER, user.id(), user.name(), user.grants());
        Visit visit = new Visit(new Entry(caller, Optional.of(Secrets.csrf(begun.secret())),
                user.mustChange()), begun.id(), Optional.of(signIn.expiresMs()));
        return SignIn.withCookie(answer(visit), call, begun.secret());
    }

    private ApiAnswer logout(ApiCall call) throws ApiProblem, StoreAwayException {
        Visit visit = visit(call);
        if (!visit.sessionId().isEmpty()) {
            database.write(handle -> {
                SessionStore.delete(handle, visit.sessionId(), "");
                return audit.record(handle, call.caller(), "session.ended",
                        call.caller().name(), "");
            });
            gate.forget();
        }
        return SignIn.withoutCookie(ApiAnswer.empty(204), call);
    }

    /// How the caller came; they have been let in.
    Visit visit(ApiCall call) throws ApiProblem, StoreAwayException {
        return gate.visit(call.header("authorization"), call.cookie(PeopleGate.SECURE_COOKIE)
                .or(() -> call.cookie(PeopleGate.COOKIE)))
                .orElseThrow(() -> new ApiProblem(401, "the session has just ended"));
    }

    private ApiAnswer me(ApiCall call) throws ApiProblem, StoreAwayException {
        return answer(visit(call));
    }

    private static ApiAnswer answer(Visit visit) {
        Entry entry = visit.entry();
        Caller caller = entry.caller();
        return ApiAnswer.json(json -> {
            json.writeStringProperty("kind", caller.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("id", caller.id());
            json.writeStringProperty("name", caller.name());
            Grants.write(json, caller.grants());
            json.writeBooleanProperty("mustChangePassword", entry.restricted());
            json.writeName("csrfToken");
            entry.csrf().ifPresentOrElse(json::writeString, json::writeNull);
            json.writeName("expiresMs");
            visit.expiresMs().ifPresentOrElse(json::writeNumber, json::writeNull);
        });
    }

    private ApiAnswer changePassword(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        if (call.caller().kind() != Caller.Kind.USER) {
            throw new ApiProblem(403, "a token has no password");
        }
        Body body = call.body();
        String current = body.text("current");
        String next = body.text("next");
        body.done();
        User user = signIn.check(call, call.caller().name(), current);
        UserRoutes.checkPassword(next, user.name());
        if (next.equals(current)) {
            throw new ApiProblem(422, "the new password is the old one");
        }
        String hash = passwords.hash(next);
        User changed = database.write(handle -> {
            UserStore.changePassword(handle, user.id(), hash, false, clock.wallMs());
            SessionStore.deleteOf(handle, user.id());
            audit.record(handle, call.caller(), "user.password-changed", user.name(), "");
            return UserStore.byId(handle, user.id()).orElseThrow();
        });
        gate.forget();
        return begun(call, signIn.begin(call, changed));
    }
}
