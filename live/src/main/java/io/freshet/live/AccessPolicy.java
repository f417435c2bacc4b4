package io.freshet.live;

import io.freshet.media.StreamKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Who may publish and who may watch.
///
/// Threading: shared; answers within its own deadline and never blocks the caller.
public interface AccessPolicy {

    /// Decides on one request.
    CompletionStage<Decision> decide(Request request);

    /// What is asked for.
    enum Action { PUBLISH, PLAY }

    /// Who asks.
    ///
    /// @param action     what for
    /// @param key        which stream
    /// @param parameters as given in the URL: `key`, `token`; never logged
    /// @param remote     address of the peer, without its port
    /// @param loopback   true if the peer is on this machine and nothing says that it forwards for
    ///                   another: no PROXY protocol, no Forwarded header, no Origin
    record Request(Action action, StreamKey key, Map<String, String> parameters, String remote,
            boolean loopback) {

        public Request {
            parameters = Map.copyOf(parameters);
        }

        /// Leaves the parameters out: they hold secrets.
        @Override
        public String toString() {
            return action + " " + key + " from " + remote;
        }
    }

    /// The answer.
    ///
    /// @param allowed whether
    /// @param reason  why not, in words fit for the peer; empty if allowed
    record Decision(boolean allowed, String reason) {
        public static final Decision ALLOWED = new Decision(true, "");

        /// A refusal.
        public static Decision refused(String reason) {
            return new Decision(false, reason);
        }
    }
}
