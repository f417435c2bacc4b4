package io.freshet.cluster;

import io.freshet.coordination.Engine;
import io.freshet.coordination.NodeLoad;
import io.freshet.coordination.NodeOrder;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.Subscription;
import io.freshet.coordination.Written;
import io.freshet.media.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// A node's part in its cluster.
///
/// It belongs to the one who opened it, as the engine does, which is closed after it.
///
/// Threading: shared; see the package.
public interface Cluster extends AutoCloseable {

    /// Joins: says who we are, listens, and says every second how we are.
    ///
    /// @param engine stays the caller's to close
    /// @param load   how busy this node is; quick, called every second
    static Cluster open(ClusterOptions options, Engine engine, Clock clock,
            Supplier<NodeLoad> load, ClusterEvents events) {
        return ClusterNode.open(options, engine, clock, load, events);
    }

    /// For those who take publishers.
    Leading leading();

    /// For those who carry streams from node to node.
    Relays relays();

    /// For those who send viewers somewhere.
    Routing routing();

    /// Would do a duty that only one node at a time should do, such as sending alerts.
    ///
    /// It goes to another node within some seconds after its holder was suspected. Two nodes may
    /// have it for a moment, and a node that is cut off keeps it: what is done must bear being done
    /// twice.
    ///
    /// @param name   letters, digits and `-`
    /// @param holder told when it is ours and when it is not any more
    /// @return gives it back
    Subscription duty(String name, DutyHolder holder);

    /// Told of a duty.
    @FunctionalInterface
    interface DutyHolder {

        /// @param now whether this node has it; first told when it has
        void onDuty(boolean now);
    }

    /// For people; made anew with each call.
    ClusterView view();

    /// The cluster's wall clock, ms: the median of the nodes' clocks.
    long wallMs();

    /// Says that this node takes nobody new, or does again; an order may still want it worse.
    void state(NodeState state);

    /// Says that nobody is left here: a node that drains has drained, until it takes some again.
    void drained();

    /// Wants something of a node, which need not answer; [NodeState#READY] takes the order back.
    ///
    /// @return done within a few seconds, never exceptionally
    CompletionStage<Written<NodeOrder>> order(NodeOrder order);

    /// Says to all that this node has stopped; its streams are for others to take.
    @Override
    void close();
}
