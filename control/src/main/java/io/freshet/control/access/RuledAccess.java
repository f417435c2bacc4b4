package io.freshet.control.access;

import io.freshet.control.access.decide.Decider;
import io.freshet.control.access.decide.HookDecider;
import io.freshet.control.access.rule.AppRules;
import io.freshet.control.access.rule.KeyUse;
import io.freshet.control.access.rule.PlaybackRule;
import io.freshet.control.access.rule.PublishKey;
import io.freshet.control.access.rule.Rules;
import io.freshet.control.access.token.PlayTokens;
import io.freshet.control.access.token.Secrets;
import io.freshet.control.api.Digests;
import io.freshet.live.AccessPolicy;
import io.freshet.live.session.Terms;
import io.freshet.media.Clock;
import io.freshet.media.StreamKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Decides by the operators' rules and the keys of the settings file.
///
/// The order for publishers: bans and addresses, key, webhook; for viewers: bans and addresses,
/// pages, token, webhook. Who is refused for a token is never told what is wrong with it.
///
/// Threading: shared; the rules are replaced whole.
final class RuledAccess implements AccessPolicy {

    static final String NEEDS_TOKEN = "watching this stream needs a valid token";

    private static final Decision BANNED = Decision.refused("not allowed");
    private static final Decision BAD_ADDRESS = Decision.refused("not allowed from this address");
    private static final Decision BAD_PAGE = Decision.refused("not allowed on this page");
    private static final Decision BAD_TOKEN = Decision.refused(NEEDS_TOKEN);
    private static final Decision NOT_READY =
            Decision.refused("the server cannot decide now, try again");
    /// A node that has never had rules waits so long for its first ones.
    private static final Duration FIRST_RULES = Duration.ofSeconds(2);

    private volatile Map<String, List<String>> settingsKeys;
    private final PlayTokens tokens;
    private final HookDecider hooks;
    private final KeyUse use;
    private final Refusals refusals;
    private final Clock clock;
    private final CompletableFuture<Boolean> loaded = new CompletableFuture<>();
    private volatile Rules rules = Rules.NONE;

    /// @param settingsKeys publish keys of each app in the settings file; there are no other apps
    RuledAccess(Map<String, List<String>> settingsKeys, PlayTokens tokens, HookDecider hooks,
            KeyUse use, Clock clock) {
        this.refusals = new Refusals(clock);
        this.settingsKeys = hashed(settingsKeys);
        this.tokens = tokens;
        this.hooks = hooks;
        this.use = use;
        this.clock = clock;
    }

    private static Map<String, List<String>> hashed(Map<String, List<String>> keys) {
        Map<String, List<String>> hashed = new HashMap<>();
        keys.forEach((app, all) -> hashed.put(app, all.stream().map(Secrets::hash).toList()));
        return hashed;
    }

    /// These are the apps and their keys in the settings file from now on.
    void settingsKeys(Map<String, List<String>> next) {
        settingsKeys = hashed(next);
    }

    /// From now on these decide.
    void replace(Rules next) {
        rules = next;
        loaded.complete(true);
    }

    Rules rules() {
        return rules;
    }

    Refusals refusals() {
        return refusals;
    }

    @Override
    public boolean isOpenToAll(StreamKey key) {
        return loaded.isDone() && rules.app(key.app()).isOpenToAll(key.name());
    }

    @Override
    public CompletionStage<Decision> decide(Request request) {
        if (loaded.isDone()) {
            return decideNow(request);
        }
        return loaded.copy().completeOnTimeout(false, FIRST_RULES.toMillis(),
                TimeUnit.MILLISECONDS).thenCompose(ready -> ready ? decideNow(request)
                        : CompletableFuture.completedFuture(NOT_READY));
    }

    private CompletableFuture<Decision> decideNow(Request request) {
        CompletableFuture<Decision> decided = decideFor(request);
        if (decided.state() == CompletableFuture.State.SUCCESS) {
            refusals.note(request, decided.resultNow());
            return decided;
        }
        return decided.thenApply(decision -> refusals.note(request, decision));
    }

    private CompletableFuture<Decision> decideFor(Request request) {
        AppRules app = rules.app(request.key().app());
        if (app.isBanned(request.peer().address(), Terms.NONE, clock.wallMs())) {
            return CompletableFuture.completedFuture(BANNED);
        }
        return switch (request.action()) {
            case PUBLISH -> publish(request, app);
            case PLAY -> play(request, app);
        };
    }

    // ---- publishers

    private CompletableFuture<Decision> publish(Request request, AppRules app) {
        Decision byKey = byKey(request, app);
        boolean asks = app.decider().filter(Decider::onPublish).isPresent();
        if (!byKey.allowed() || !asks) {
            return CompletableFuture.completedFuture(byKey);
        }
        Map<String, String> parameters = new HashMap<>(request.parameters());
        if (!byKey.terms().keyId().isEmpty()) {
            parameters.remove("key");
            parameters.remove("pass");
        }
        return ask(app, request, byKey.terms(), parameters);
    }

    private Decision byKey(Request request, AppRules app) {
        String name = request.key().app();
        List<String> settings = settingsKeys.get(name);
        if (settings == null) {
            return Decision.refused("no app named " + name);
        }
        if (!app.addresses().mayPublish(request.peer().address())) {
            return BAD_ADDRESS;
        }
        String given = !request.parameter("key").isEmpty() ? request.parameter("key")
                : request.parameter("pass");
        boolean hasKeys = !settings.isEmpty() || !app.keys().isEmpty();
        if (!hasKeys) {
            boolean decides = app.decider().filter(Decider::onPublish).isPresent();
            return decides || request.peer().loopback() ? Decision.allowed(terms(request, app, "",
                    Long.MAX_VALUE)) : Decision.refused("app " + name + " has no publish key, so "
                            + "it takes publishers from this machine alone; make one in the "
                            + "console or set apps." + name + ".publish-keys, and add ?key=... to "
                            + "the stream name");
        }
        return given.isEmpty()
                ? Decision.refused("publishing needs a key: add ?key=KEY or ?user=ANY&pass=KEY to"
                        + " the stream name; USER:PASSWORD@ before the host is not heard")
                : byKey(request, app, settings, Secrets.hash(given));
    }

    /// Looks at every key, so that the answer's delay tells nothing.
    private Decision byKey(Request request, AppRules app, List<String> settings, String hash) {
        boolean inSettings = false;
        for (String each : settings) {
            inSettings |= Digests.same(each, hash);
        }
        Optional<PublishKey> found = Optional.empty();
        long untilMs = 0;
        for (PublishKey key : app.keys()) {
            long good = key.goodUntilMs(hash);
            if (good > clock.wallMs() && key.stream().matches(request.key().name())
                    && (key.addresses().isEmpty()
                            || key.addresses().contains(request.peer().address()))) {
                found = Optional.of(key);
                untilMs = good;
            }
        }
        if (found.isPresent()) {
            use.used(found.get().id(), clock.wallMs());
            return Decision.allowed(terms(request, app, found.get().sessionKey(hash), untilMs));
        }
        return inSettings ? Decision.allowed(terms(request, app, "settings", Long.MAX_VALUE))
                : Decision.refused("the publish key is wrong");
    }

    private static Terms terms(Request request, AppRules app, String key, long untilMs) {
        long bitrate = app.rule(request.key().name()).map(PlaybackRule::bitrateMaxBps).orElse(0L);
        return new Terms(key, "", "", untilMs, 0, 0, bitrate);
    }

    // ---- viewers

    private CompletableFuture<Decision> play(Request request, AppRules app) {
        String address = request.peer().address();
        Optional<PlaybackRule> rule = app.rule(request.key().name());
        if (!app.addresses().mayPlay(address)
                || rule.isPresent() && !rule.get().allowsAddress(address)) {
            return CompletableFuture.completedFuture(BAD_ADDRESS);
        }
        if (rule.isPresent() && !rule.get().hosts().allows(request.peer().origin(),
                request.peer().referer())) {
            return CompletableFuture.completedFuture(BAD_PAGE);
        }
        int viewersMax = rule.map(PlaybackRule::viewersMax).orElse(0);
        if (rule.isEmpty() || !rule.get().signed()) {
            return asked(app, request, new Terms("", "", "", Long.MAX_VALUE, 0, viewersMax, 0));
        }
        CompletableFuture<Optional<PlayTokens.Good>> checked = tokens.check(request.key().app(),
                app.signingKeys(), request.parameter("token"));
        if (checked.state() == CompletableFuture.State.SUCCESS) {
            return byToken(request, app, viewersMax, checked.resultNow());
        }
        return checked.thenCompose(found -> byToken(request, app, viewersMax, found));
    }

    private CompletableFuture<Decision> byToken(Request request, AppRules app, int viewersMax,
            Optional<PlayTokens.Good> found) {
        String address = request.peer().address();
        if (found.isEmpty() || !found.get().claims().isTimely(clock.wallMs())
                || !found.get().claims().covers(request.key().name(), address)) {
            return CompletableFuture.completedFuture(BAD_TOKEN);
        }
        PlayTokens.Good good = found.get();
        Terms terms = new Terms(good.keyId(), good.tokenId(), good.claims().user(),
                good.claims().expiresMs(), good.claims().viewers(), viewersMax, 0);
        return app.isBanned(address, terms, clock.wallMs())
                ? CompletableFuture.completedFuture(BAD_TOKEN) : asked(app, request, terms);
    }

    private CompletableFuture<Decision> asked(AppRules app, Request request, Terms terms) {
        return app.decider().filter(Decider::onPlay).isPresent()
                ? ask(app, request, terms, request.parameters())
                : CompletableFuture.completedFuture(Decision.allowed(terms));
    }

    private CompletableFuture<Decision> ask(AppRules app, Request request, Terms terms,
            Map<String, String> parameters) {
        return hooks.ask(app.decider().orElseThrow(), request, terms, parameters)
                .thenApply(verdict -> !verdict.allowed() ? Decision.refused(verdict.reason())
                        : Decision.allowed(verdict.on(terms)));
    }
}
