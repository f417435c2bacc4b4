package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Body;
import io.freshet.control.api.Need;
import io.freshet.control.api.Page;
import io.freshet.control.api.Pages;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.JsonGenerator;

/// Users, made and changed by administrators.
///
/// Threading: shared.
final class UserRoutes {

    private static final int PASSWORD_CHARS_MIN = 10;
    /// Longer ones would only make us hash longer.
    private static final int PASSWORD_CHARS_MAX = 256;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final String PATH = "/api/v1/users";

    private final Database database;
    private final PeopleGate gate;
    private final Passwords passwords;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;

    UserRoutes(Database database, PeopleGate gate, Passwords passwords, AuditLog audit, Ids ids,
            Clock clock) {
        this.database = database;
        this.gate = gate;
        this.passwords = passwords;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    List<ApiRoute> all() {
        Need admin = new Need.Everywhere(Role.ADMIN);
        return List.of(
                new ApiRoute("GET", PATH, admin, this::list),
                new ApiRoute("POST", PATH, admin, this::add),
                new ApiRoute("GET", PATH + "/{id}", admin, this::one),
                new ApiRoute("PATCH", PATH + "/{id}", admin, this::change),
                new ApiRoute("DELETE", PATH + "/{id}", admin, this::delete),
                new ApiRoute("POST", PATH + "/{id}/password-reset", admin, this::reset));
    }

    /// A name as it is kept: people write theirs with capitals by turns.
    static String named(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /// Refuses what is guessed first.
    static void checkPassword(String password, String name) throws ApiProblem {
        if (password.length() < PASSWORD_CHARS_MIN || password.length() > PASSWORD_CHARS_MAX) {
            throw new ApiProblem(422, "a password has " + PASSWORD_CHARS_MIN + " to "
                    + PASSWORD_CHARS_MAX + " characters");
        }
        boolean ofOne = password.chars().distinct().count() < 4;
        if (ofOne || password.toLowerCase(Locale.ROOT).contains(name) && name.length() > 2) {
            throw new ApiProblem(422, "this password is too easy to guess: it holds the name, "
                    + "or the same few characters");
        }
    }

    private ApiAnswer list(ApiCall call) throws ApiProblem, StoreAwayException {
        Page page = call.page();
        String part = call.query("q").orElse("");
        return Pages.answer(database.read(handle -> UserStore.page(handle, page, part)), page,
                User::name, (user, json) -> write(user, json));
    }

    private static void write(User user, JsonGenerator json) {
        json.writeStringProperty("id", user.id());
        json.writeStringProperty("name", user.name());
        Grants.write(json, user.grants());
        json.writeBooleanProperty("disabled", user.disabled());
        json.writeBooleanProperty("mustChangePassword", user.mustChange());
        json.writeNumberProperty("createdMs", user.createdMs());
        json.writeNumberProperty("changedMs", user.changedMs());
        json.writeName("lastLoginMs");
        user.lastLoginMs().ifPresentOrElse(json::writeNumber, json::writeNull);
        json.writeNumberProperty("version", user.version());
    }

    private ApiAnswer add(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        Body body = call.body();
        String name = named(body.text("name"));
        if (!NAME.matcher(name).matches()) {
            throw body.wrong("name", "1 to 64 of a-z 0-9 . _ @ -, a letter or digit first");
        }
        Optional<String> given = body.optionalText("password");
        Map<String, Role> grants = Grants.of(body.object("grants"));
        body.done();
        String password = given.isPresent() ? given.get() : ids.secret(10);
        checkPassword(password, name);
        String hash = passwords.hash(password);
        long nowMs = clock.wallMs();
        User user = new User(ids.next(), name, hash, grants, false, given.isEmpty(), nowMs, nowMs,
                Optional.empty(), 1);
        boolean free = database.write(handle -> {
            if (UserStore.byName(handle, name).isPresent()) {
                return false;
            }
            UserStore.add(handle, user);
            audit.record(handle, call.caller(), "user.created", name, Grants.text(grants));
            return true;
        });
        if (!free) {
            throw new ApiProblem(409, "there is a user of this name");
        }
        return ApiAnswer.created(PATH + "/" + user.id(), json -> {
            write(user, json);
            json.writeName("oneTimePassword");
            if (given.isPresent()) {
                json.writeNull();
            } else {
                json.writeString(password);
            }
        }).etag(1);
    }

    private ApiAnswer one(ApiCall call) throws ApiProblem, StoreAwayException {
        User user = found(database.read(handle -> UserStore.byId(handle, call.path("id"))));
        return ApiAnswer.json(json -> write(user, json)).etag(user.version());
    }

    private static User found(Optional<User> user) throws ApiProblem {
        return user.orElseThrow(() -> new ApiProblem(404, "there is no such user"));
    }

    private ApiAnswer change(ApiCall call) throws ApiProblem, StoreAwayException {
        Body body = call.body();
        Optional<Body> wanted = body.optionalObject("grants");
        Optional<Map<String, Role>> grants = wanted.isPresent()
                ? Optional.of(Grants.of(wanted.get())) : Optional.empty();
        Optional<Boolean> disabled = body.optionalFlag("disabled");
        body.done();
        return new Change(call) {
            @Override
            void apply(Handle handle, User user) {
                Map<String, Role> roles = grants.orElse(user.grants());
                boolean off = disabled.orElse(user.disabled());
                UserStore.change(handle, user, roles, off, clock.wallMs());
                if (off) {
                    SessionStore.deleteOf(handle, user.id());
                }
                audit.record(handle, call.caller(), "user.changed", user.name(),
                        Grants.text(roles) + (off ? " disabled" : ""));
            }

            @Override
            ApiAnswer answer(User user) {
                return ApiAnswer.json(json -> write(user, json)).etag(user.version());
            }
        }.run();
    }

    private ApiAnswer delete(ApiCall call) throws ApiProblem, StoreAwayException {
        if (call.path("id").equals(call.caller().id())) {
            throw new ApiProblem(409, "nobody deletes themselves; ask another administrator");
        }
        return new Change(call) {
            @Override
            void apply(Handle handle, User user) {
                UserStore.delete(handle, user.id());
                audit.record(handle, call.caller(), "user.deleted", user.name(), "");
            }

            @Override
            ApiAnswer answer(User user) {
                return ApiAnswer.empty(204);
            }
        }.run();
    }

    private ApiAnswer reset(ApiCall call)
            throws ApiProblem, StoreAwayException, InterruptedException {
        String password = ids.secret(10);
        String hash = passwords.hash(password);
        return new Change(call) {
            @Override
            void apply(Handle handle, User user) {
                UserStore.changePassword(handle, user.id(), hash, true, clock.wallMs());
                SessionStore.deleteOf(handle, user.id());
                audit.record(handle, call.caller(), "user.password-reset", user.name(), "");
            }

            @Override
            ApiAnswer answer(User user) {
                return ApiAnswer.json(json ->
                        json.writeStringProperty("oneTimePassword", password));
            }
        }.run();
    }

    /// A change of one user that must leave an administrator who can sign in.
    private abstract class Change {

        private final ApiCall call;

        Change(ApiCall call) {
            this.call = call;
        }

        abstract void apply(Handle handle, User user);

        abstract ApiAnswer answer(User user);

        /// Carries a refusal out of the transaction, which ends with nothing changed.
        private static final class Refused extends RuntimeException {
            private static final long serialVersionUID = 1L;
            private final ApiProblem problem;

            Refused(ApiProblem problem) {
                super(problem);
                this.problem = problem;
            }
        }

        ApiAnswer run() throws ApiProblem, StoreAwayException {
            try {
                User changed = database.write(this::inTransaction);
                gate.forget();
                return answer(changed);
            } catch (Refused refused) {
                throw refused.problem;
            }
        }

        private User inTransaction(Handle handle) {
            try {
                User user = found(UserStore.byId(handle, call.path("id")));
                call.ifMatch(user.version());
                apply(handle, user);
                if (UserStore.administrators(handle).isEmpty()) {
                    throw new ApiProblem(409, "this is the last administrator who can sign in");
                }
                return UserStore.byId(handle, user.id()).orElse(user);
            } catch (ApiProblem problem) {
                throw new Refused(problem);
            }
        }
    }
}
