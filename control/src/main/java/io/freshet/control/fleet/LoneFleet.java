package io.freshet.control.fleet;

import io.freshet.control.NodeStatus;
import io.freshet.control.fleet.FleetNode.Condition;
import io.freshet.control.fleet.FleetNode.Load;
import io.freshet.control.fleet.FleetNode.Place;
import io.freshet.control.fleet.FleetNode.Wanted;
import io.freshet.live.LiveStream;
import io.freshet.live.Streams;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A node that is in no cluster.
///
/// Threading: shared.
///
/// @param streams that it has
/// @param status  how it is
/// @param load    what it carries
public record LoneFleet(Streams streams, NodeStatus status, Supplier<Load> load)
        implements Fleet {

    /// Its name, which nobody else needs to know.
    private static final String NAME = "local";

    @Override
    public List<FleetNode> nodes() {
        String state = status.notReadyReason().isEmpty() ? "ready" : "draining";
        return List.of(new FleetNode(NAME, true, status.version(), status.startedWallMs(),
                List.of("ingest", "origin", "edge", "control"), new Place("", ""), Map.of(),
                new Condition(state, "alive", 0, 0), load.get(),
                (int) streams.all().stream()
                        .filter(stream -> stream.lastReport().hasPublisher()).count(),
                List.of(), Optional.empty()));
    }

    @Override
    public Ordered order(String node, Wanted wanted) {
        return node.equals(NAME) ? Ordered.NO_CLUSTER : Ordered.NO_SUCH_NODE;
    }

    @Override
    public List<Limb> tree(StreamKey key) {
        return streams.find(key).map(stream -> new Limb(NAME, "", "leader", "", 0, 0,
                stream.lastReport().bitrateBps(), stream.audience().watching())).stream().toList();
    }
}
