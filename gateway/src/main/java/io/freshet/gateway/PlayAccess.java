package io.freshet.gateway;

import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Opening;
import io.freshet.live.session.Peer;
import io.freshet.live.session.Sessions;
import io.freshet.live.session.Terms;
import io.freshet.media.StreamKey;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Asks the access policy for those who come by HTTP.
///
/// Threading: shared; calls back on the replier's loop.
///
/// @param policy   the node's
/// @param sessions of all who watch
/// @param probes   of the node itself, which may watch and is no viewer
public record PlayAccess(AccessPolicy policy, Sessions sessions, ProbeGrants probes) {

    private static final String BEARER = "Bearer ";

    /// Where the node does not watch itself.
    public PlayAccess(AccessPolicy policy, Sessions sessions) {
        this(policy, sessions, new ProbeGrants());
    }

    /// Whether the node itself asks: it is served, and counted nowhere.
    public boolean isProbe(StreamKey key, HttpRequest request) {
        return probes.covers(key, request);
    }

    /// Runs `allowed` with the terms if the one who asks may watch, else answers 403.
    public void check(StreamKey key, Protocol protocol, HttpRequest request, HttpReplier replier,
            Consumer<Terms> allowed) {
        if (policy.isOpenToAll(key) || isProbe(key, request)) {
            allowed.accept(Terms.NONE);
            return;
        }
        CompletionStage<Decision> asked = policy.decide(new AccessPolicy.Request(Action.PLAY, key,
                protocol, parameters(request), peer(request)));
        // Most decisions are there at once; no segment waits for a turn of the loop then.
        if (asked instanceof CompletableFuture<Decision> future
                && future.state() == CompletableFuture.State.SUCCESS && replier.loop().inLoop()) {
            answer(future.resultNow(), replier, allowed);
            return;
        }
        asked.whenComplete((decision, failure) -> {
            Decision decided = failure == null ? decision
                    : Decision.refused("the server cannot decide now, try again");
            Runnable answer = () -> answer(decided, replier, allowed);
            if (replier.loop().inLoop()) {
                answer.run();
            } else {
                replier.loop().execute(answer);
            }
        });
    }

    private static void answer(Decision decision, HttpReplier replier, Consumer<Terms> allowed) {
        if (decision.allowed()) {
            allowed.accept(decision.terms());
        } else {
            Answers.error(replier, 403, decision.reason());
        }
    }

    /// Begins the session of one who was allowed, unless its terms leave no room.
    public Sessions.Outcome open(StreamKey key, Protocol protocol, HttpRequest request,
            Terms terms, Consumer<String> ender) {
        return sessions.open(new Opening(Action.PLAY, key, protocol, peer(request), terms, ender));
    }

    private static Map<String, String> parameters(HttpRequest request) {
        Map<String, String> parameters = new HashMap<>();
        request.parameter("token").or(() -> bearer(request))
                .ifPresent(token -> parameters.put("token", token));
        return parameters;
    }

    private static Optional<String> bearer(HttpRequest request) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /// The one who asks, as far as the request says.
    static Peer peer(HttpRequest request) {
        boolean direct = request.header("Forwarded").isEmpty()
                && request.header("X-Forwarded-For").isEmpty()
                && request.header("Origin").isEmpty();
        var remote = request.origin().remote().getAddress();
        return new Peer(Addresses.text(remote), remote.isLoopbackAddress() && direct,
                request.origin().secure(), request.header("User-Agent").orElse(""),
                request.header("Referer").orElse(""), request.header("Origin").orElse(""));
    }
}
