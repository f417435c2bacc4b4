package io.freshet.cluster.route;

import io.freshet.cluster.ClusterView.Health;
import io.freshet.cluster.members.Member;
import io.freshet.cluster.tree.Rank;
import io.freshet.coordination.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Consistent hashing with bounded loads: each stream has its own order of edges, and goes to the
/// first whose share of all viewers is not more than 1.25 times what is fair.
///
/// Idea: Mirrokni, Thorup, Zadimoghaddam, Consistent Hashing with Bounded Loads, 2016.
///
/// Threading: confined to the caller.
public final class Router {

    /// How far above its fair share a node may be; more makes streams lie on fewer nodes.
    static final double BOUND = 1.25;
    /// Above these a node gets nobody new.
    private static final int CPU_PERCENT_MAX = 90;
    private static final double TRAFFIC_MAX = 0.95;
    /// Shares mean little among a handful of viewers: so many more than fair is always allowed.
    private static final int SLACK = 10;

    /// Whom we sent where since that node was last heard of: its heartbeat does not count them yet.
    private final Map<String, Sent> sent = new HashMap<>();

    private record Sent(long beat, int viewers) {
    }

    /// The edges for a viewer of a stream, the best first.
    ///
    /// @param nodes  all that are known
    /// @param region where the viewer is
    /// @param fits   whether a node will do otherwise: it speaks the protocol, is not ruled out
    public List<Member> route(String stream, String region, List<Member> nodes,
            Predicate<Member> fits) {
        List<Member> open = nodes.stream().filter(node -> takes(node) && fits.test(node)).toList();
        List<Member> near = open.stream().filter(node -> node.region().equals(region)).toList();
        List<Member> order = new ArrayList<>(ordered(stream, near));
        if (near.size() < open.size()) {
            order.addAll(ordered(stream, open.stream()
                    .filter(node -> !node.region().equals(region)).toList()));
        }
        return order;
    }

    /// Whether a node may be given anybody: never above its limit.
    public boolean takes(Member node) {
        long traffic = node.record().capacity().trafficBps();
        return node.record().is(Role.EDGE) && node.record().state().takesNew()
                && node.health() == Health.ALIVE
                && viewers(node) < node.record().capacity().viewersMax()
                && node.load().cpuPercent() <= CPU_PERCENT_MAX
                && (traffic == 0 || node.load().trafficBps() <= traffic * TRAFFIC_MAX);
    }

    private List<Member> ordered(String stream, List<Member> edges) {
        List<Member> ranked = Rank.order(stream, edges, Member::id);
        double viewers = 1;
        double capacity = 0;
        for (Member edge : edges) {
            viewers += viewers(edge);
            capacity += edge.record().capacity().viewersMax();
        }
        double share = BOUND * viewers / Math.max(1, capacity);
        List<Member> within = new ArrayList<>();
        List<Member> beyond = new ArrayList<>();
        for (Member edge : ranked) {
            double bound = Math.ceil(share * edge.record().capacity().viewersMax()) + SLACK;
            (viewers(edge) < bound ? within : beyond).add(edge);
        }
        beyond.sort(Comparator.comparingDouble(this::use));
        within.addAll(beyond);
        return within;
    }

    /// How full a node is, 0 to 1.
    public double use(Member edge) {
        return viewers(edge) / (double) Math.max(1, edge.record().capacity().viewersMax());
    }

    /// With those on their way.
    private int viewers(Member edge) {
        Sent ours = sent.get(edge.id());
        return edge.load().viewers()
                + (ours != null && ours.beat == edge.beat() ? ours.viewers : 0);
    }

    /// So many viewers were sent there.
    public void sent(Member edge, int viewers) {
        Sent before = sent.get(edge.id());
        int more = before != null && before.beat == edge.beat() ? before.viewers : 0;
        sent.put(edge.id(), new Sent(edge.beat(), viewers + more));
    }
}
