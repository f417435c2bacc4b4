package io.freshet.control.people;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.api.Caller;
import io.freshet.control.api.Gate;
import io.freshet.control.api.Role;
import io.freshet.control.store.Database;
import io.freshet.control.store.Ids;
import io.freshet.control.store.StoreAwayException;
import io.freshet.media.Clock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that has to do with people and programs that ask.
///
/// Threading: shared.
public final class People implements AutoCloseable {

    private static final String FIRST = "admin";
    private static final Duration AUDIT_KEPT = Duration.ofDays(400);

    private final Database database;
    private final Passwords passwords;
    private final AuditLog audit;
    private final PeopleGate gate;
    private final Ids ids;
    private final Clock clock;
    private final Duration idle;
    private final List<ApiRoute> routes = new ArrayList<>();

    /// @param idle without a request, then a user must sign in again
    public People(Database database, Ids ids, SecureRandom random, Clock clock, Duration idle) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.idle = idle;
        this.passwords = new Passwords(random);
        this.audit = new AuditLog(database, ids, clock);
        this.gate = new PeopleGate(database, clock, idle);
        SignIn signIn = new SignIn(database, passwords, audit, ids, clock);
        SelfRoutes self = new SelfRoutes(database, gate, signIn, passwords, audit, clock);
        routes.addAll(self.all());
        routes.addAll(new SessionRoutes(database, gate, self, audit).all());
        routes.addAll(new UserRoutes(database, gate, passwords, audit, ids, clock).all());
        routes.addAll(new TokenRoutes(database, gate, audit, ids, clock).all());
        routes.addAll(audit.all());
    }

    public List<ApiRoute> routes() {
        return List.copyOf(routes);
    }

    public Gate gate() {
        return gate;
    }

    public Audit audit() {
        return audit;
    }

    /// Makes the first administrator if there is no user at all.
    ///
    /// @param given their password; empty for a random one that must be changed at once
    /// @return the random one, to be shown once; empty if there is nothing to show
    public Optional<String> begin(String given)
            throws ApiProblem, StoreAwayException, InterruptedException {
        if (database.read(UserStore::count) > 0) {
            return Optional.empty();
        }
        String password = given.isEmpty() ? ids.secret(10) : given;
        String hash = passwords.hash(password);
        boolean made = database.write(handle -> {
            if (UserStore.count(handle) > 0) {
                return false;
            }
            UserStore.add(handle, administrator(hash, given.isEmpty()));
            audit.record(handle, Caller.SYSTEM, "user.created", FIRST, "the first administrator");
            return true;
        });
        return made && given.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    private User administrator(String hash, boolean mustChange) {
        long nowMs = clock.wallMs();
        return new User(ids.next(), FIRST, hash, Map.of(Caller.EVERY_APP, Role.ADMIN), false,
                mustChange, nowMs, nowMs, Optional.empty(), 1);
    }

    /// Gives a user a new one-time password and signs them out everywhere; a disabled one may sign
    /// in again.
    ///
    /// @return the password; empty if there is no such user
    public Optional<String> resetPassword(String name)
            throws ApiProblem, StoreAwayException, InterruptedException {
        String password = ids.secret(10);
        String hash = passwords.hash(password);
        boolean there = database.write(handle -> {
            Optional<User> user = UserStore.byName(handle, UserRoutes.named(name));
            user.ifPresent(each -> {
                UserStore.change(handle, each, each.grants(), false, clock.wallMs());
                UserStore.changePassword(handle, each.id(), hash, true, clock.wallMs());
                SessionStore.deleteOf(handle, each.id());
                audit.record(handle, Caller.SYSTEM, "user.password-reset", each.name(),
                        "on the command line");
            });
            return user.isPresent();
        });
        return there ? Optional.of(password) : Optional.empty();
    }

    /// Takes away what nobody needs any more; now and then.
    public void sweep() throws StoreAwayException {
        long nowMs = clock.wallMs();
        database.write(handle -> {
            SessionStore.sweep(handle, nowMs, nowMs - idle.toMillis());
            return true;
        });
        audit.sweep(nowMs - AUDIT_KEPT.toMillis());
    }

    @Override
    public void close() {
        passwords.close();
    }
}
