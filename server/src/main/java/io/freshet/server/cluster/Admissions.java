package io.freshet.server.cluster;

import io.freshet.cluster.Relays;
import io.freshet.gateway.relay.RelayGate;
import io.freshet.media.StreamKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which nodes may fetch a stream from this one: the cluster's tree says so.
///
/// Threading: shared.
///
/// @param relays decide
/// @param region of this node
record Admissions(Relays relays, String region) implements RelayGate {

    private static final List<String> ASKED =
            List.of("node", "region", "level-max", "instead", "lost", "token");

    private static Map<String, String> query(Function<String, Optional<String>> asked) {
        Map<String, String> query = new HashMap<>();
        ASKED.forEach(name -> asked.apply(name).ifPresent(value -> query.put(name, value)));
        return query;
    }

    @Override
    public void asked(StreamKey key, Function<String, Optional<String>> asked) {
        relays.asked(key, query(asked));
    }

    @Override
    public Answer ask(StreamKey key, Function<String, Optional<String>> asked) {
        return switch (relays.admit(key, query(asked))) {
            case Relays.Admission.Admitted(long grant, int level) ->
                    new Admitted(grant, level, asked.apply("region")
                            .filter(each -> !each.equals(region)).isPresent());
            case Relays.Admission.Redirect(String node) -> new Redirect(node);
            case Relays.Admission.Refused(String reason) -> new Refused(reason);
        };
    }

    @Override
    public void released(StreamKey key, long grant) {
        relays.released(key, grant);
    }
}
