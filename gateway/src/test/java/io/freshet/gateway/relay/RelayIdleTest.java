package io.freshet.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.PublishPlacement.Here;
import io.freshet.live.relay.RelayPuller.Hold;
import io.freshet.testkit.Patience;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A node that has drained stands in no tree any longer than somebody needs it there.
class RelayIdleTest {

    private static void pull(RelayNode node) throws Exception {
        node.pulls.pull(RelayNode.KEY).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void whatNobodyNeedsIsLetGoAtOnceByOneInHaste() throws Exception {
        try (RelayNode origin = new RelayNode(); RelayNode edge = new RelayNode()) {
            edge.sources.add(origin.source("origin"));
            origin.push(origin.publish(new Here(3)), 10);
            Hold hold = edge.pulls.hold(RelayNode.KEY);
            pull(edge);
            edge.pulls.hasten(true);
            long untilNs = System.nanoTime() + 1_200_000_000L;
            Patience.until("two looks", () -> System.nanoTime() > untilNs);
            assertThat(edge.events).as("it is needed").noneMatch(event ->
                    event.startsWith("stopped"));
            hold.close();
            Patience.until("it is let go", () ->
                    edge.events.contains("stopped: nobody watches"));
            Patience.until("the origin knows", () ->
                    origin.route.readers(RelayNode.KEY) == 0);
            assertThat(edge.events).as("what it has stays for a while").doesNotContain("ended");
        }
    }
}
