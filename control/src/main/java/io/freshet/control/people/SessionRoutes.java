package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Pages;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import java.util.List;

/// Who is signed in, and signing them out.
///
/// Threading: shared.
final class SessionRoutes {

    private final Database database;
    private final PeopleGate gate;
    private final SelfRoutes self;
    private final AuditLog audit;

    SessionRoutes(Database database, PeopleGate gate, SelfRoutes self, AuditLog audit) {
        this.database = database;
        this.gate = gate;
        this.self = self;
        this.audit = audit;
    }

    List<ApiRoute> all() {
        Need admin = new Need.Everywhere(Role.ADMIN);
        Need signedIn = new Need.SignedIn();
        return List.of(
                new ApiRoute("GET", "/api/v1/me/sessions", signedIn, call ->
                        list(call, call.caller().id())),
                new ApiRoute("DELETE", "/api/v1/me/sessions/{id}", signedIn, call ->
                        delete(call, call.caller().id())),
                new ApiRoute("GET", "/api/v1/sessions", admin, call ->
                        list(call, call.query("user").orElse(""))),
                new ApiRoute("DELETE", "/api/v1/sessions/{id}", admin, call -> delete(call, "")));
    }

    private ApiAnswer list(ApiCall call, String user) throws ApiProblem, StoreAwayException {
        Page page = call.page();
        String current = self.visit(call).sessionId();
        return Pages.answer(database.read(handle -> SessionStore.page(handle, page, user)), page,
                Session::id, (session, json) -> {
                    json.writeStringProperty("id", session.id());
                    json.writeStringProperty("userId", session.userId());
                    json.writeStringProperty("userName", session.userName());
                    json.writeNumberProperty("createdMs", session.createdMs());
                    json.writeNumberProperty("seenMs", session.seenMs());
                    json.writeNumberProperty("expiresMs", session.expiresMs());
                    json.writeStringProperty("address", session.address());
                    json.writeStringProperty("agent", session.agent());
                    json.writeBooleanProperty("current", session.id().equals(current));
                });
    }

    private ApiAnswer delete(ApiCall call, String user) throws ApiProblem, StoreAwayException {
        boolean there = database.write(handle ->
                SessionStore.delete(handle, call.path("id"), user));
        gate.forget();
        if (!there) {
            throw new ApiProblem(404, "there is no such session");
        }
        audit.record(call.caller(), "session.revoked", call.path("id"), "");
        return ApiAnswer.empty(204);
    }
}
