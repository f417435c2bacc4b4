package io.freshet.server.cluster;

import io.freshet.cluster.ClusterEvents;
import io.freshet.coordination.HighWater;
import io.freshet.coordination.NodeState;
import io.freshet.live.Streams;
import io.freshet.media.StreamKey;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Does what the cluster tells this node: lead, step down, look for another source.
///
/// Threading: called one at a time; nothing blocks.
///
/// @param streams   of this node
/// @param raise     told above which numbers a new leader must cut
/// @param leads     told of a stream that this node leads
/// @param standby   told of a stream whose publishers stand by here from now on
/// @param sources   told of a stream that has other sources now
/// @param drop      ends what was let in under a grant
/// @param state     told in which state this node is to be
/// @param people    told what they should know
record Steps(Streams streams, BiConsumer<StreamKey, HighWater> raise,
        Consumer<StreamKey> leads, Consumer<StreamKey> standby, Consumer<StreamKey> sources,
        LongConsumer drop, Consumer<NodeState> state,
        Consumer<ClusterEvents.Happening> people) implements ClusterEvents {

    private static final System.Logger LOG = System.getLogger(Steps.class.getName());

    @Override
    public void lead(StreamKey key, long token, HighWater above) {
        LOG.log(System.Logger.Level.INFO, () -> "leads stream=" + key + " token=" + token);
        raise.accept(key, above);
        streams.find(key).ifPresent(stream -> stream.promote(token));
        leads.accept(key);
    }

    @Override
    public void stepDown(StreamKey key, long token, String leader) {
        LOG.log(System.Logger.Level.WARNING, () -> "steps down stream=" + key + " token=" + token
                + " leader=" + (leader.isEmpty() ? "unknown" : leader));
        streams.find(key).ifPresent(stream -> {
            stream.demote(token);
            standby.accept(key);
        });
    }

    @Override
    public void sourcesChanged(StreamKey key) {
        sources.accept(key);
    }

    @Override
    public void drop(StreamKey key, long grant) {
        drop.accept(grant);
    }

    @Override
    public void state(NodeState now) {
        LOG.log(System.Logger.Level.INFO, () -> "node state="
                + now.name().toLowerCase(Locale.ROOT));
        state.accept(now);
    }

    @Override
    public void happened(Happening happening) {
        LOG.log(System.Logger.Level.INFO, () -> "cluster " + happening);
        people.accept(happening);
    }
}
