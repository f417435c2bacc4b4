package io.freshet.gateway;

import io.freshet.live.AccessPolicy;
import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.AccessPolicy.Decision;
import io.freshet.media.StreamKey;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// Asks the access policy for those who come by HTTP.
///
/// Threading: shared; calls back on the replier's loop.
///
/// @param policy the node's
public record PlayAccess(AccessPolicy policy) {

    /// Runs `allowed` if the one who asks may watch, else answers 403.
    public void check(StreamKey key, HttpRequest request, HttpReplier replier, Runnable allowed) {
        Map<String, String> parameters = new HashMap<>();
        request.parameter("token").ifPresent(token -> parameters.put("token", token));
        InetAddress remote = request.origin().remote().getAddress();
        boolean direct = request.header("Forwarded").isEmpty()
                && request.header("X-Forwarded-For").isEmpty()
                && request.header("Origin").isEmpty();
        AccessPolicy.Request asked = new AccessPolicy.Request(Action.PLAY, key, parameters,
                remote.getHostAddress(), remote.isLoopbackAddress() && direct);
        policy.decide(asked).whenComplete((decision, failure) -> {
            Decision decided = failure == null ? decision : Decision.refused("cannot decide now");
            Runnable answer = decided.allowed()
                    ? allowed
                    : () -> Answers.error(replier, 403, decided.reason());
            if (replier.loop().inLoop()) {
                answer.run();
            } else {
                replier.loop().execute(answer);
            }
        });
    }
}
