package io.freshet.control.people;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Caller;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Checks passwords and begins sessions.
///
/// Threading: shared.
final class SignIn {

    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());

    /// However busy somebody is, they sign in again after a week.
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int AGENT_CHARS_MAX = 200;

    private final Database database;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AuditLog audit;
    private final Ids ids;
    private final Clock clock;

    SignIn(Database database, Passwords passwords, AuditLog audit, Ids ids, Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.throttle = new Throttle(clock);
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// A session that has just begun.
    ///
    /// @param user   whose
    /// @param id     what lists show
    /// @param secret what the cookie holds
    record Begun(User user, String id, String secret) {
    }

    /// The user of that name and password, or one uniform refusal.
    User check(ApiCall call, String name, String password)
            throws ApiProblem, StoreAwayException, InterruptedException {
        throttle.attempt(call.remote(), name);
        Optional<User> user = database.read(handle -> UserStore.byName(handle, name));
        boolean good = false;
        if (user.isPresent()) {
            good = passwords.matches(password, user.get().password());
        } else {
            passwords.matchesNobody(password);
        }
        if (!good || user.isEmpty() || user.get().disabled()) {
            // The name is not repeated: people type passwords there.
            LOG.log(System.Logger.Level.INFO, () -> "sign-in refused from=" + call.remote());
            throw new ApiProblem(401, "name or password is wrong");
        }
        throttle.good(call.remote(), name);
        return user.get();
    }

    /// Begins a session with an id that nobody knew before, in the place of the one that the
    /// browser showed, if any.
    Begun begin(ApiCall call, User user) throws StoreAwayException {
        String secret = ids.secret(Secrets.BYTES);
        String before = call.cookie(PeopleGate.SECURE_COOKIE)
                .or(() -> call.cookie(PeopleGate.COOKIE)).orElse("");
        String id = database.write(handle -> {
            if (!before.isEmpty()) {
                SessionStore.deleteByHash(handle, Secrets.hash(before));
            }
            return add(handle, call, user, secret);
        });
        return new Begun(user, id, secret);
    }

    private String add(Handle handle, ApiCall call, User user, String secret) {
        long nowMs = clock.wallMs();
        Session session = new Session(ids.next(), user.id(), user.name(), nowMs, nowMs,
                nowMs + LONGEST.toMillis(), call.remote(), agent(call));
        SessionStore.add(handle, session, Secrets.hash(secret));
        UserStore.signedIn(handle, user.id(), nowMs);
        audit.record(handle, new Caller(Caller.Kind.USER, user.id(), user.name(), user.grants()),
                "session.begun", user.name(), "");
        return session.id();
    }

    private static String agent(ApiCall call) {
        String agent = call.header("user-agent").orElse("").replaceAll("\\p{Cntrl}", " ");
        return agent.substring(0, Math.min(agent.length(), AGENT_CHARS_MAX));
    }

    /// The same answer with the cookie of the session in it.
    ///
    /// Spec: RFC 6265bis, 4.1
    static ApiAnswer withCookie(ApiAnswer answer, ApiCall call, String secret) {
        return answer.with("Set-Cookie", cookie(call, secret, LONGEST.toSeconds()));
    }

    static ApiAnswer withoutCookie(ApiAnswer answer, ApiCall call) {
        return answer.with("Set-Cookie", cookie(call, "", 0));
    }

    private static String cookie(ApiCall call, String value, long seconds) {
        String rest = "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict";
        return call.secure() ? PeopleGate.SECURE_COOKIE + rest + "; Secure"
                : PeopleGate.COOKIE + rest;
    }

    long expiresMs() {
        return clock.wallMs() + LONGEST.toMillis();
    }
}
