package io.freshet.server;

import io.freshet.live.AccessPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Lets publishers in by the keys of the settings file; everybody may watch.
///
/// While an app has no key, it may be published to from this machine alone.
///
/// Threading: immutable.
///
/// @param keys of each app; an app that is not there does not exist
record KeyedAccess(Map<String, List<String>> keys) implements AccessPolicy {

    KeyedAccess {
        keys = Map.copyOf(keys);
    }

    @Override
    public CompletionStage<Decision> decide(Request request) {
        return CompletableFuture.completedFuture(switch (request.action()) {
            case PLAY -> Decision.ALLOWED;
            case PUBLISH -> publish(request);
        });
    }

    private Decision publish(Request request) {
        List<String> wanted = keys.get(request.key().app());
        if (wanted == null) {
            return Decision.refused("no app named " + request.key().app());
        }
        if (wanted.isEmpty()) {
            return request.loopback() ? Decision.ALLOWED : Decision.refused(
                    "app " + request.key().app() + " has no publish key, so it takes publishers "
                            + "from this machine alone; set apps." + request.key().app()
                            + ".publish-keys and add ?key=... to the stream name");
        }
        String given = request.parameters().getOrDefault("key", "");
        boolean good = false;
        for (String key : wanted) {
            // Every key is compared, and in constant time, so that the answer's delay tells
            // nothing.
            good |= MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8),
                    given.getBytes(StandardCharsets.UTF_8));
        }
        if (good) {
            return Decision.ALLOWED;
        }
        return Decision.refused(given.isEmpty()
                ? "publishing needs a key: add ?key=... to the stream name"
                : "the publish key is wrong");
    }

    /// Not the keys.
    @Override
    public String toString() {
        return "KeyedAccess" + keys.keySet();
    }
}
