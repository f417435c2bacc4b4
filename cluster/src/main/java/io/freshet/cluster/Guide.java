package io.freshet.cluster;

import io.freshet.cluster.members.Member;
import io.freshet.cluster.route.Router;
import io.freshet.cluster.tree.Carriage;
import io.freshet.coordination.Role;
import io.freshet.net.address.Regions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends viewers to edges.
///
/// Threading: shared, guarded by the node's lock.
final class Guide implements Routing {

    /// A viewer tries them in turn; more than that is no use to it.
    private static final int STOPS_MAX = 4;
    /// As many as fit into one answer of a name server.
    private static final int EDGES_MAX = 16;

    private final ClusterNode node;
    private final String self;
    private final String home;
    private final boolean edge;
    private final Supplier<Regions> regions;
    private final Router router = new Router();

    Guide(ClusterNode node, ClusterOptions options) {
        this.node = node;
        this.self = options.self().id();
        this.home = options.self().place().region();
        this.edge = options.self().is(Role.EDGE);
        this.regions = options.regions();
    }

    private String regionOf(String address) {
        String region = regions.get().of(address);
        return region.equals(Regions.OTHER) ? home : region;
    }

    @Override
    public Route route(Wish wish) {
        synchronized (node.lock) {
            List<Member> order = order(wish, regionOf(wish.address()));
            if (order.isEmpty()) {
                return new Route(List.of(), false);
            }
            Member best = order.getFirst();
            boolean here = best.id().equals(self) || order.stream().anyMatch(member ->
                    member.id().equals(self) && member.region().equals(best.region())
                            && carries(wish));
            if (!here) {
                router.sent(best, 1);
            }
            return new Route(order.stream().limit(STOPS_MAX).map(member ->
                    stop(member, member.record().address(wish.protocol()))).toList(), here);
        }
    }

    @Override
    public Optional<Stop> instead(Wish wish) {
        String region = regionOf(wish.address());
        boolean full = edge && !node.hasRoom;
        // Every playlist and segment comes by here: most of them without the lock, or any ranking.
        if (edge && region.equals(home) && !full) {
            return Optional.empty();
        }
        synchronized (node.lock) {
            if (edge && carries(wish)) {
                return Optional.empty();
            }
            List<Member> order = order(wish, region);
            Optional<Member> best = full
                    ? order.stream().filter(member -> !member.id().equals(self)
                            && member.load().hasRoom()).findFirst()
                    : order.stream().findFirst()
                            .filter(member -> !edge || member.region().equals(region));
            best.ifPresent(member -> router.sent(member, 1));
            return best.map(member -> stop(member, member.record().address(wish.protocol())));
        }
    }

    private List<Member> order(Wish wish, String region) {
        return router.route(wish.key().toString(), region, node.members.all(),
                member -> !member.record().address(wish.protocol()).isEmpty()
                        && !wish.except().contains(member.id()));
    }

    private boolean carries(Wish wish) {
        Carriage carriage = node.streaming.carriageIfAny(wish.key());
        return carriage != null && carriage.isFed();
    }

    private static Stop stop(Member member, String address) {
        return new Stop(member.id(), member.region(), address);
    }

    @Override
    public List<Stop> edges(String address) {
        String region = regionOf(address);
        synchronized (node.lock) {
            return node.members.all().stream().filter(router::takes)
                    .sorted(Comparator.comparing((Member member) ->
                            !member.region().equals(region)).thenComparingDouble(router::use)
                            .thenComparing(Member::id))
                    .limit(EDGES_MAX)
                    .map(member -> stop(member, member.record().address("http"))).toList();
        }
    }
}
