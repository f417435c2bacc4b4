package io.freshet.cluster.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cluster.lead.Duties.Step;
import io.freshet.coordination.Lease;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Table.Held;
import io.freshet.coordination.Written;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A duty goes to who is there.
final class DutiesTest {

    private final Set<String> gone = new HashSet<>();
    private final Map<String, NodeState> states = new HashMap<>();
    private final Duties duties = new Duties("me", new Judgement() {
        @Override
        public boolean isGone(String node) {
            return gone.contains(node);
        }

        @Override
        public boolean hasLeft(String node) {
            return false;
        }

        @Override
        public NodeState state(String node) {
            return states.getOrDefault(node, NodeState.READY);
        }
    });

    private List<Step> tick() {
        return duties.tick(true, 0, 7);
    }

    @Test
    void whatNobodyHasIsTaken() {
        duties.want("alerts", Optional.empty());
        assertThat(tick()).containsExactly(new Step.Write("alerts", new Lease("me", 7), 0));
        duties.written("alerts", new Lease("me", 7), new Written.Done<>(3), 0);
        assertThat(tick()).containsExactly(new Step.Begin("alerts"));
        assertThat(tick()).isEmpty();
    }

    @Test
    void whatAnotherHasIsTakenWhenThatOneIsGone() {
        duties.want("alerts", Optional.of(new Held<>(new Lease("other", 1), 4)));
        assertThat(tick()).isEmpty();
        gone.add("other");
        assertThat(tick()).containsExactly(new Step.Write("alerts", new Lease("me", 7), 4));
        duties.written("alerts", new Lease("me", 7), new Written.Outrun<>(
                Optional.of(new Held<>(new Lease("third", 1), 5))), 0);
        assertThat(tick()).isEmpty();
    }

    @Test
    void whoReadsThatAnotherHasItStops() {
        duties.want("alerts", Optional.of(new Held<>(new Lease("me", 1), 4)));
        assertThat(tick()).containsExactly(new Step.Begin("alerts"));
        assertThat(duties.tick(false, 0, 7)).isEmpty();
        duties.seen("alerts", Optional.of(new Held<>(new Lease("other", 1), 5)));
        assertThat(tick()).containsExactly(new Step.End("alerts"));
    }

    @Test
    void whatIsGivenUpIsGivenBack() {
        duties.want("alerts", Optional.of(new Held<>(new Lease("me", 1), 4)));
        tick();
        duties.giveUp("alerts");
        assertThat(tick()).containsExactly(new Step.End("alerts"),
                new Step.Write("alerts", new Lease("", 7), 4));
    }

    @Test
    void whoDrainsGoesOnUntilOneWhoStaysHasTakenOver() {
        duties.want("alerts", Optional.of(new Held<>(new Lease("me", 1), 4)));
        tick();
        states.put("me", NodeState.DRAINING);
        assertThat(tick()).isEmpty();
        duties.seen("alerts", Optional.of(new Held<>(new Lease("other", 1), 5)));
        assertThat(tick()).containsExactly(new Step.End("alerts"));
        states.put("other", NodeState.DRAINING);
        assertThat(tick()).as("both should go").isEmpty();
        states.remove("me");
        assertThat(tick()).containsExactly(new Step.Write("alerts", new Lease("me", 7), 5));
    }

    @Test
    void whoIsEvictedStopsAtOnce() {
        duties.want("alerts", Optional.of(new Held<>(new Lease("me", 1), 4)));
        tick();
        states.put("me", NodeState.EVICTED);
        assertThat(tick()).containsExactly(new Step.End("alerts"),
                new Step.Write("alerts", new Lease("", 7), 4));
    }
}
