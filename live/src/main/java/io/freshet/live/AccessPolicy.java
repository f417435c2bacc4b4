package io.freshet.live;

import io.freshet.live.session.Peer;
import io.freshet.live.session.Terms;
import io.freshet.media.StreamKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Who may publish and who may watch.
///
/// Threading: shared; answers within its own deadline and never blocks the caller.
public interface AccessPolicy {

    /// Decides on one request.
    CompletionStage<Decision> decide(Request request);

    /// Whether everybody may watch that stream, whoever they are, so that nobody need be asked.
    ///
    /// Quick, and allocates nothing: it is asked for every segment.
    default boolean isOpenToAll(StreamKey key) {
        return false;
    }

    /// What is asked for.
    enum Action { PUBLISH, PLAY }

    /// Who asks.
    ///
    /// @param action     what for
    /// @param key        which stream
    /// @param protocol   by which way
    /// @param parameters as given in the URL: `key`, `token`, `user`, `pass`; never logged
    /// @param peer       the other end
    record Request(Action action, StreamKey key, Audience.Protocol protocol,
            Map<String, String> parameters, Peer peer) {

        public Request {
            parameters = Map.copyOf(parameters);
        }

        /// A parameter, or nothing of it.
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        /// Leaves the parameters out: they hold secrets.
        @Override
        public String toString() {
            return action + " " + key + " from " + peer.address();
        }
    }

    /// The answer.
    ///
    /// @param allowed whether
    /// @param reason  why not, in words fit for the peer; empty if allowed
    /// @param terms   on which conditions, if allowed
    record Decision(boolean allowed, String reason, Terms terms) {
        public static final Decision ALLOWED = allowed(Terms.NONE);

        /// Let in on those conditions.
        public static Decision allowed(Terms terms) {
            return new Decision(true, "", terms);
        }

        /// A refusal.
        public static Decision refused(String reason) {
            return new Decision(false, reason, Terms.NONE);
        }
    }
}
