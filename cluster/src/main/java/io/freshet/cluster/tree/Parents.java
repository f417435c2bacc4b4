package io.freshet.cluster.tree;

import io.freshet.cluster.ClusterOptions.Shape;
import io.freshet.cluster.ClusterOptions.TreeOptions;
import io.freshet.cluster.members.Member;
import io.freshet.coordination.NodeState;
import io.freshet.coordination.StreamEntry;
import io.freshet.media.StreamKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who would be good to pull a stream from, the best first.
///
/// The edges of a region are in the stream's order. In the leader's region the first of them pull
/// from the leader; in another region only the first one does. The others pull from one before them
/// by the shape: so that whoever believes the same makes the same tree, and it needs no messages.
///
/// Threading: immutable.
public final class Parents {

    /// With every node of a region as a choice, but not a list of hundreds.
    private static final int CHOICES_MAX = 8;

    private final String self;
    private final String region;
    private final TreeOptions options;

    /// @param self   this node's id
    /// @param region and where it is
    public Parents(String self, String region, TreeOptions options) {
        this.self = self;
        this.region = region;
        this.options = options;
    }

    /// @param nodes all that are known
    /// @return without this node; empty if nobody leads the stream
    public List<Candidate> of(StreamKey key, StreamEntry entry, List<Member> nodes) {
        Map<String, Member> byId = new LinkedHashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        return of(key, entry, id -> byId.get(id), nodes.stream().filter(node ->
                node.region().equals(region) && node.carries()).toList());
    }

    /// The same for those who keep the lists.
    ///
    /// @param find  a node by id, null if there is none
    /// @param edges of this region that may carry streams
    public List<Candidate> of(StreamKey key, StreamEntry entry,
            Function<String, @Nullable Member> find, List<Member> edges) {
        List<Candidate> sources = new ArrayList<>();
        if (entry.isLed()) {
            add(sources, find.apply(entry.leader()), true);
        }
        for (String standby : entry.standbys()) {
            add(sources, find.apply(standby), false);
        }
        Member leader = find.apply(entry.leader());
        boolean home = leader == null || leader.region().equals(region);
        List<Member> order = Rank.order(key.toString(), edges.stream().filter(edge ->
                !edge.id().equals(entry.leader())).toList(), Member::id);
        List<Candidate> chosen = new ArrayList<>();
        int place = 0;
        while (place < order.size() && !order.get(place).id().equals(self)) {
            place++;
        }
        for (int index : before(place, home)) {
            if (chosen.size() < CHOICES_MAX) {
                add(chosen, order.get(index), false);
            }
        }
        sources.forEach(source -> {
            if (!chosen.contains(source)) {
                chosen.add(source);
            }
        });
        // Last resort: those before us that the shape does not name.
        for (int index = 0; index < Math.min(place, CHOICES_MAX); index++) {
            Candidate extra = new Candidate(order.get(index).id(), region, false);
            if (chosen.stream().noneMatch(each -> each.node().equals(extra.node()))) {
                chosen.add(extra);
            }
        }
        return List.copyOf(chosen);
    }

    private void add(List<Candidate> list, @Nullable Member node, boolean leader) {
        // A leader that drains is still where the stream is; one that was evicted serves nobody.
        if (node != null && !node.id().equals(self) && (leader
                ? node.record().state() != NodeState.EVICTED : node.record().state().takesNew())) {
            list.add(new Candidate(node.id(), node.region(), leader));
        }
    }

    /// The places in the region's order that the one at `place` pulls from; none: from the leader.
    private List<Integer> before(int place, boolean home) {
        int heads = home ? options.childrenMax() : 1;
        if (place < heads && options.shape() != Shape.RING || place == 0) {
            return List.of();
        }
        return switch (options.shape()) {
            case STAR -> home ? List.of() : List.of(0);
            case RING -> home && place % options.depthMax() == 0 ? List.of()
                    : !home && place % Math.max(1, options.depthMax() - 1) == 0
                            ? List.of(0) : List.of(place - 1);
            case TREE -> List.of(parent(place, heads));
            case MESH -> {
                List<Integer> all = new ArrayList<>();
                all.add(parent(place, heads));
                for (int i = 0; i < place && all.size() < CHOICES_MAX; i++) {
                    if (i != parent(place, heads)) {
                        all.add(i);
                    }
                }
                yield all;
            }
        };
    }

    private int parent(int place, int heads) {
        return (place - heads) / options.childrenMax();
    }
}
