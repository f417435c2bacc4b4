package io.freshet.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.Cluster;
import io.freshet.cluster.ClusterEvents;
import io.freshet.cluster.ClusterOptions;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeRecord;
import io.freshet.coordination.NodeRecord.Capacity;
import io.freshet.coordination.NodeRecord.Place;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Role;
import io.freshet.coordination.memory.InMemoryConnection;
import io.freshet.coordination.memory.InMemoryEngine;
import io.freshet.live.PublishPlacement;
import io.freshet.live.session.Peer;
import io.freshet.media.StreamKey;
import io.freshet.testkit.Patience;
import io.freshet.testkit.RealClock;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where a publisher is to go when there is no room, with two nodes on the engine in memory.
class PlacementTest {

    private static final StreamKey CAM = new StreamKey("live", "cam");
    private static final Peer ENCODER = new Peer("192.0.2.1", false, true, "OBS", "", "");

    private final InMemoryEngine engine = new InMemoryEngine();
    private volatile boolean fits = true;
    private volatile NodeLoad loadOfOther = NodeLoad.NONE;

    private static final class Deaf implements ClusterEvents {

        @Override
        public void lead(StreamKey key, long token, HighWater above) {}

        @Override
        public void stepDown(StreamKey key, long token, String leader) {}

        @Override
        public void sourcesChanged(StreamKey key) {}

        @Override
        public void drop(StreamKey key, long grant) {}

        @Override
        public void state(NodeState state) {}
    }

    private Cluster node(InMemoryConnection connection, String id) {
        NodeRecord self = new NodeRecord(id, 1, EnumSet.allOf(Role.class), new Place("eu", ""),
                Map.of("relay", "http://" + id, "rtmp", "rtmp://" + id), new Capacity(100, 0),
                "test", NodeState.READY);
        return Cluster.open(ClusterOptions.of(self), connection, new RealClock(),
                () -> id.equals("other") ? loadOfOther : NodeLoad.NONE, new Deaf());
    }

    @Test
    void aStreamThatDoesNotFitInGoesToANodeThatHasRoomAndIsClaimedHereIfNoneHas() {
        try (InMemoryConnection mine = engine.connect(); InMemoryConnection its = engine.connect();
                Cluster here = node(mine, "here"); Cluster _ = node(its, "other")) {
            Placement placement = new Placement("here", _ -> fits, here.leading(), (_, _) -> { },
                    _ -> { }, new Random(1));
            Patience.until("the other is known",
                    () -> here.leading().elsewhere(CAM).isPresent());
            fits = false;
            assertThat(place(placement, CAM)).isEqualTo(
                    new PublishPlacement.Elsewhere(URI.create("rtmp://other")));
            loadOfOther = new NodeLoad(10, 0, 0, 100, 0, 100);
            Patience.until("the other is full",
                    () -> here.leading().elsewhere(CAM).isEmpty());
            // Its publisher is then told that there is no room, in words.
            assertThat(place(placement, CAM)).isInstanceOf(PublishPlacement.Here.class);
            loadOfOther = NodeLoad.NONE;
            Patience.until("the other has room again",
                    () -> here.leading().elsewhere(CAM).isPresent());
            fits = true;
            assertThat(place(placement, new StreamKey("live", "next")))
                    .isInstanceOf(PublishPlacement.Here.class);
        }
    }

    private static PublishPlacement.Placement place(Placement placement, StreamKey key) {
        return placement.place(key, ENCODER).toCompletableFuture().join();
    }
}
