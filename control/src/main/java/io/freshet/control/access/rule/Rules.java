package io.freshet.control.access.rule;

import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.session.Session;
import io.freshet.live.session.Terms;
import java.util.Map;
import java.util.Optional;

/// What the operators have set, at one moment.
///
/// @param apps what is not in it has no rules
public record Rules(Map<String, AppRules> apps) {

    public static final Rules NONE = new Rules(Map.of());

    public Rules {
        apps = Map.copyOf(apps);
    }

    public AppRules app(String name) {
        return apps.getOrDefault(name, AppRules.NONE);
    }

    /// Why one who is in must go now; empty if it may stay.
    public Optional<String> endOf(Session session, long nowMs) {
        Terms terms = session.terms();
        if (nowMs >= terms.expiresWallMs()) {
            return Optional.of(session.action() == Action.PLAY ? "the token has expired"
                    : "the publish key has expired");
        }
        AppRules app = app(session.stream().app());
        String address = session.peer().address();
        if (app.isBanned(address, terms, nowMs)) {
            return Optional.of("banned");
        }
        return switch (session.action()) {
            case PUBLISH -> endOfPublisher(session, app, address);
            case PLAY -> endOfViewer(session, app, address);
        };
    }

    private static Optional<String> endOfPublisher(Session session, AppRules app,
            String address) {
        if (!app.addresses().mayPublish(address)) {
            return Optional.of("publishing is no longer allowed from this address");
        }
        String key = session.terms().keyId();
        boolean known = key.indexOf('#') < 0
                || app.keys().stream().anyMatch(each -> each.stillKnows(key));
        return known ? Optional.empty() : Optional.of("the publish key was revoked");
    }

    private static Optional<String> endOfViewer(Session session, AppRules app, String address) {
        Optional<PlaybackRule> rule = app.rule(session.stream().name());
        if (!app.addresses().mayPlay(address)
                || rule.isPresent() && !rule.get().allowsAddress(address)) {
            return Optional.of("watching is no longer allowed from this address");
        }
        String key = session.terms().keyId();
        if (!key.isEmpty() && app.signingKey(key).isEmpty()) {
            return Optional.of("the signing key was deleted");
        }
        boolean bare = key.isEmpty() && rule.isPresent() && rule.get().signed();
        return bare ? Optional.of("the stream needs a token now") : Optional.empty();
    }
}
