package io.freshet.server.cluster;

import io.freshet.cluster.ClusterEvents.Happening;
import io.freshet.control.events.Event;
import io.freshet.coordination.NodeState;
import io.freshet.gateway.relay.RelayPulls;
import io.freshet.gateway.relay.RelayRoute;
import io.freshet.live.StreamResolver.Absent;
import io.freshet.live.StreamResolver.Resolution;
import io.freshet.media.StreamKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What the cluster tells before there is anything to be told: nothing can have happened then.
///
/// Threading: shared.
final class Late {

    private final ClusterNews news = new ClusterNews();
    private volatile Consumer<Event> people = _ -> { };
    private volatile LongSupplier refused = () -> 0;
    private volatile Optional<Holds> holds = Optional.empty();
    private volatile Optional<RelayPulls> pulls = Optional.empty();
    private volatile Optional<RelayRoute> route = Optional.empty();
    private Optional<Draining> draining = Optional.empty();
    private NodeState state = NodeState.READY;

    void begin(Holds made, RelayPulls puller, RelayRoute serving) {
        route = Optional.of(serving);
        pulls = Optional.of(puller);
        holds = Optional.of(made);
    }

    synchronized void begin(Draining made) {
        draining = Optional.of(made);
        made.state(state);
    }

    synchronized void state(NodeState now) {
        state = now;
        draining.ifPresent(each -> each.state(now));
    }

    /// From now on.
    ///
    /// @param told     of what happens in the cluster
    /// @param refusing counts publishers and viewers since the start
    void begin(Consumer<Event> told, LongSupplier refusing) {
        people = told;
        refused = refusing;
    }

    void happened(Happening happening) {
        news.of(happening).ifPresent(people);
    }

    long refused() {
        return refused.getAsLong();
    }

    void leads(StreamKey key) {
        holds.ifPresent(each -> each.release(key));
    }

    void standsBy(StreamKey key) {
        holds.ifPresent(each -> each.follow(key));
    }

    CompletionStage<Resolution> find(StreamKey key) {
        return pulls.map(each -> each.pull(key)).orElseGet(() ->
                CompletableFuture.completedStage(new Absent("the node is starting")));
    }

    boolean isFed(StreamKey key, long nowNs) {
        return pulls.map(each -> each.isFed(key, nowNs)).orElse(true);
    }

    void drop(long grant) {
        route.ifPresent(each -> each.drop(grant));
    }

    void sourcesChanged(StreamKey key) {
        pulls.ifPresent(each -> each.sourcesChanged(key));
    }
}
