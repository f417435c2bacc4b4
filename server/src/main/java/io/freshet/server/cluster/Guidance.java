package io.freshet.server.cluster;

import io.freshet.cluster.Routing;
import io.freshet.gateway.ViewerGuide;
import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Set;

/// Where viewers should go, as the cluster sees it.
///
/// Threading: shared.
///
/// @param routing the cluster's
record Guidance(Routing routing) implements ViewerGuide {

    @Override
    public Directions find(StreamKey key, String address, String scheme, Set<String> except) {
        Routing.Route route = routing.route(new Routing.Wish(key, address, scheme, except));
        return new Directions(places(route.stops()), route.here());
    }

    @Override
    public List<Place> all(String address) {
        return places(routing.edges(address));
    }

    private static List<Place> places(List<Routing.Stop> stops) {
        return stops.stream().map(stop ->
                new Place(stop.node(), stop.region(), stop.address())).toList();
    }
}
