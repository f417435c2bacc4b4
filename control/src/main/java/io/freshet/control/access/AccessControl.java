package io.freshet.control.access;

import io.freshet.control.access.decide.HookDecider;
import io.freshet.control.access.keep.AccessDesk;
import io.freshet.control.access.keep.RulesFile;
import io.freshet.control.access.routes.BanRoutes;
import io.freshet.control.access.routes.DeciderRoutes;
import io.freshet.control.access.routes.Desks;
import io.freshet.control.access.routes.KeyRoutes;
import io.freshet.control.access.routes.RuleRoutes;
import io.freshet.control.access.routes.SigningRoutes;
import io.freshet.control.access.routes.ViewerRoutes;
import io.freshet.control.access.rule.KeyUse;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.access.token.JwksKeys;
import io.freshet.control.access.token.PlayTokens;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Audit;
import io.freshet.control.events.Events;
import io.freshet.control.hooks.HookClient;
import io.freshet.control.store.Database;
import io.freshet.control.store.StoreAwayException;
import io.freshet.control.store.Vault;
import io.freshet.live.AccessPolicy;
import io.freshet.live.session.Sessions;
import io.freshet.media.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/// Who may publish and watch on this node: decides from its first moment on, by the rules that were
/// known last, and learns of changes within a second once the database is there.
///
/// Threading: shared; one thread of its own looks every second.
public final class AccessControl implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AccessControl.class.getName());

    private static final long LOOK_MS = 1000;
    private static final long REFRESH_PATIENCE_MS = 2000;
    /// Signatures by public keys take 0.1 ms each; the media have the other cores.
    private static final int CHECKERS = 2;
    private static final int CHECKS_WAITING_MAX = 1000;
    private static final int HOOKS_MAX = 256;
    /// More than the API answers requests at a time.
    private static final int WISHES_MAX = 1000;

    private final Sessions sessions;
    private final Clock clock;
    private final SecureRandom random;
    private final HookDecider hooks;
    private final KeyUse use = new KeyUse();
    private final RuledAccess policy;
    private final SessionWarden warden;
    private final AccessDesk desk;
    private final ThreadPoolExecutor checkers;
    private final BlockingQueue<CompletableFuture<Boolean>> wishes =
            new LinkedBlockingQueue<>(WISHES_MAX);
    private final Thread watch;

    private AccessControl(AccessOptions options, Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.random = options.random();
        this.checkers = new ThreadPoolExecutor(CHECKERS, CHECKERS, 10, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CHECKS_WAITING_MAX),
                Thread.ofPlatform().name("token-check-", 0).daemon().factory());
        checkers.allowCoreThreadTimeOut(true);
        HookClient client = new HookClient("Freshet", HOOKS_MAX, () ->
                (SSLSocketFactory) SSLSocketFactory.getDefault());
        this.hooks = new HookDecider(client, clock, options.random());
        this.policy = new RuledAccess(options.settingsKeys(),
                new PlayTokens(new JwksKeys(client, clock), clock, checkers), hooks, use, clock);
        this.warden = new SessionWarden(sessions, clock);
        this.desk = new AccessDesk(new RulesFile(options.dataDir().resolve("rules.json"),
                options.vault()), this::apply);
        this.watch = Thread.ofVirtual().name("access").unstarted(this::watch);
    }

    /// How it begins.
    ///
    /// @param settingsKeys publish keys of each app in the settings file; there are no other apps
    /// @param dataDir      for the last known rules
    /// @param fresh        whether nothing was ever kept, so that there are no rules yet
    /// @param random       for ids and secrets
    /// @param vault        seals secrets among the rules
    public record AccessOptions(Map<String, List<String>> settingsKeys, Path dataDir,
            boolean fresh, SecureRandom random, Vault vault) {

        public AccessOptions {
            settingsKeys = Map.copyOf(settingsKeys);
        }

        /// Not the keys.
        @Override
        public String toString() {
            return "AccessOptions" + settingsKeys.keySet();
        }
    }

    /// Decides from now on.
    public static AccessControl open(AccessOptions options, Sessions sessions, Clock clock) {
        AccessControl made = new AccessControl(options, sessions, clock);
        made.desk.begin(options.fresh());
        made.desk.refreshBy(made::refreshed);
        made.watch.start();
        return made;
    }

    /// What the gateways ask.
    public AccessPolicy policy() {
        return policy;
    }

    /// These are the apps and their publish keys in the settings file from now on; who publishes
    /// already goes on.
    public void settingsKeys(Map<String, List<String>> keys) {
        policy.settingsKeys(keys);
    }

    /// This is where rules are kept, and where it is told who was refused.
    public void connect(Database database, Events events) {
        policy.refusals().connect(events);
        desk.connect(database, clock);
    }

    /// From now on the database is not asked any more: it is about to be closed.
    public void disconnect() {
        desk.disconnect();
    }

    /// What the API does with all this.
    public List<ApiRoute> routes(Audit audit) {
        Desks desks = new Desks(desk, sessions, audit, clock, random);
        List<ApiRoute> routes = new ArrayList<>();
        routes.addAll(new KeyRoutes(desks, use).all());
        routes.addAll(new RuleRoutes(desks).all());
        routes.addAll(new SigningRoutes(desks).all());
        routes.addAll(new ViewerRoutes(desks).all());
        routes.addAll(new BanRoutes(desks).all());
        routes.addAll(new DeciderRoutes(desks, hooks).all());
        return routes;
    }

    private void apply(Rules rules) {
        policy.replace(rules);
        warden.recheck(rules);
    }

    /// Waits until the rules have been read by the one who reads them.
    private void refreshed() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        if (!wishes.offer(done)) {
            return;
        }
        try {
            done.get(REFRESH_PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException later) {
            // What was changed is changed; it will be read.
            LOG.log(System.Logger.Level.DEBUG, "rules not read yet", later);
        }
    }

    private void watch() {
        boolean away = false;
        while (!Thread.currentThread().isInterrupted()) {
            List<CompletableFuture<Boolean>> asked = new ArrayList<>();
            try {
                CompletableFuture<Boolean> wish = wishes.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (wish != null) {
                    asked.add(wish);
                    wishes.drainTo(asked);
                }
                warden.look();
                desk.refresh();
                away = false;
            } catch (StoreAwayException gone) {
                if (!away) {
                    LOG.log(System.Logger.Level.WARNING, () -> "rules stay as they are reason="
                            + gone.getMessage());
                }
                away = true;
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException fault) {
                LOG.log(System.Logger.Level.ERROR, "looking after rules failed", fault);
            } finally {
                asked.forEach(wish -> wish.complete(true));
            }
        }
    }

    @Override
    public void close() {
        watch.interrupt();
        checkers.shutdownNow();
    }
}
