package io.freshet.server.cluster;

import io.freshet.control.NodeStatus;
import io.freshet.control.fleet.Fleet;
import io.freshet.control.fleet.LoneFleet;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.live.Streams;
import io.freshet.media.Clock;
import java.util.function.IntSupplier;

/// A node that is in no cluster.
public final class Alone {

    private static final Capacity UNKNOWN = new Capacity(0, 0);

    private Alone() {
    }

    /// Its fleet: itself.
    ///
    /// @param facts       what the control port is told about it
    /// @param roomPercent of the memory that streams may take, how much they need
    public static Fleet fleet(Streams streams, NodeStatus facts, IntSupplier roomPercent,
            Clock clock) {
        NodeMeter meter = new NodeMeter(streams, clock, () -> 0, roomPercent);
        return new LoneFleet(streams, facts, () -> ClusterFleet.load(meter.get(), UNKNOWN));
    }
}
