package io.freshet.server.cluster;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.control.events.Event;
import java.util.Optional;

/// What happened in the cluster, as the event log says it.
///
/// Threading: confined to the one who tells happenings, one at a time.
final class ClusterNews {

    /// Whether the engine was here before: that it is not yet when the node starts is no news.
    private boolean wasHere;

    Optional<Event> of(Happening happening) {
        return switch (happening) {
            case Happening.Suspected(String node) ->
                    Optional.of(Event.of("node.lost", "node", node));
            case Happening.Returned(String node) ->
                    Optional.of(Event.of("node.returned", "node", node));
            case Happening.ClockOff(String node, long offsetMs) -> Optional.of(Event.of(
                    "clock.off", "node", node, "offsetMs", Long.toString(offsetMs)));
            case Happening.ClockRight(String node) ->
                    Optional.of(Event.of("clock.right", "node", node));
            case Happening.EngineLink(boolean here) -> link(here);
            case Happening.NobodyJudged _ -> Optional.empty();
        };
    }

    private Optional<Event> link(boolean here) {
        boolean news = wasHere;
        wasHere |= here;
        return news ? Optional.of(Event.of(here ? "coordination.back" : "coordination.away"))
                : Optional.empty();
    }
}
