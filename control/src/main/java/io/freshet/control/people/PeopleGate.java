package io.freshet.control.people;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRequest;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Gate;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Knows people by their session's cookie, and programs by their token.
///
/// What was found is remembered for a moment, so that a busy page asks the database once a second:
/// what ends on another node ends here a second later, what ends on this one ends at once.
///
/// Threading: shared; `known` is guarded by `this`.
final class PeopleGate implements Gate {

    static final String COOKIE = "freshet_session";
    /// Over TLS a browser holds the cookie to this origin.
    static final String SECURE_COOKIE = "__Host-" + COOKIE;
    static final String TOKEN_PREFIX = "fat_";

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    /// Sessions and tokens in use at a time; more of them only ask the database more often.
    private static final int REMEMBERED_MAX = 1000;
    /// How exactly it is known when somebody was last seen.
    private static final long SEEN_EVERY_MS = 60_000;
    private static final int SECRET_CHARS_MAX = 200;

    private final Database database;
    private final Clock clock;
    private final Duration idle;
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(Visit visit, long atNs) {
    }

    /// Somebody who was let in, and how they came.
    ///
    /// @param entry     for the router
    /// @param sessionId of the session; empty for a token
    /// @param expiresMs Unix time when it ends at the latest; empty if never
    record Visit(Entry entry, String sessionId, Optional<Long> expiresMs) {
    }

    PeopleGate(Database database, Clock clock, Duration idle) {
        this.database = database;
        this.clock = clock;
        this.idle = idle;
    }

    @Override
    public Optional<Entry> enter(ApiRequest request) throws ApiProblem, StoreAwayException {
        return visit(request.header("authorization"), cookie(request)).map(Visit::entry);
    }

    static Optional<String> cookie(ApiRequest request) {
        Optional<String> secure = request.cookie(SECURE_COOKIE);
        return secure.isPresent() ? secure : request.cookie(COOKIE);
    }

    /// Who shows these. A token that is not good is refused even if a cookie is.
    Optional<Visit> visit(Optional<String> authorization, Optional<String> cookie)
            throws ApiProblem, StoreAwayException {
        if (authorization.isPresent()) {
            String[] words = authorization.get().split(" ", 2);
            if (words.length != 2 || !words[0].equalsIgnoreCase("Bearer")) {
                throw new ApiProblem(401, "the API takes Authorization: Bearer TOKEN")
                        .with("WWW-Authenticate", "Bearer");
            }
            return found("token ", words[1].strip());
        }
        return cookie.isPresent() ? found("session ", cookie.get()) : Optional.empty();
    }

    private Optional<Visit> found(String kind, String secret) throws StoreAwayException {
        if (secret.isEmpty() || secret.length() > SECRET_CHARS_MAX) {
            return Optional.empty();
        }
        String slot = kind + Secrets.hash(secret);
        long nowNs = clock.monotonicNs();
        synchronized (this) {
            Known before = known.get(slot);
            if (before != null && nowNs - before.atNs() < REMEMBERED.toNanos()) {
                return Optional.of(before.visit());
            }
        }
        Optional<Visit> visit = kind.startsWith("token") ? byToken(Secrets.hash(secret))
                : bySession(secret);
        synchronized (this) {
            known.remove(slot);
            if (visit.isPresent()) {
                if (known.size() >= REMEMBERED_MAX) {
                    known.clear();
                }
                known.put(slot, new Known(visit.get(), nowNs));
            }
        }
        return visit;
    }

    /// Something has ended or changed: everybody is looked up anew.
    synchronized void forget() {
        known.clear();
    }

    private Optional<Visit> byToken(String hash) throws StoreAwayException {
        long nowMs = clock.wallMs();
        Optional<ApiToken> token = database.read(handle -> TokenStore.byHash(handle, hash))
                .filter(each -> each.isGood(nowMs));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        ApiToken good = token.get();
        if (good.usedMs().map(used -> nowMs - used > SEEN_EVERY_MS).orElse(true)) {
            database.write(handle -> {
                TokenStore.used(handle, good.id(), nowMs);
                return true;
            });
        }
        Caller caller = new Caller(Caller.Kind.TOKEN, good.id(),
                good.owner().name() + "/" + good.name(),
                Grants.within(good.grants(), good.owner().grants()));
        return Optional.of(new Visit(new Entry(caller, Optional.empty(), false), "",
                good.expiresMs()));
    }

    private Optional<Visit> bySession(String secret) throws StoreAwayException {
        String hash = Secrets.hash(secret);
        long nowMs = clock.wallMs();
        Optional<Session> found = database.read(handle -> SessionStore.byHash(handle, hash))
                .filter(each -> nowMs < each.expiresMs()
                        && nowMs - each.seenMs() < idle.toMillis());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Session session = found.get();
        Optional<User> user = database.read(handle -> UserStore.byId(handle, session.userId()))
                .filter(each -> !each.disabled());
        if (user.isPresent() && nowMs - session.seenMs() > SEEN_EVERY_MS) {
            database.write(handle -> seen(handle, session, nowMs));
        }
        return user.map(each -> visit(each, session, secret));
    }

    private static boolean seen(Handle handle, Session session, long nowMs) {
        SessionStore.seen(handle, session.id(), nowMs);
        return true;
    }

    private static Visit visit(User user, Session session, String secret) {
        Caller caller = new Caller(Caller.Kind.USER, user.id(), user.name(), user.grants());
        return new Visit(new Entry(caller, Optional.of(Secrets.csrf(secret)), user.mustChange()),
                session.id(), Optional.of(session.expiresMs()));
    }
}
