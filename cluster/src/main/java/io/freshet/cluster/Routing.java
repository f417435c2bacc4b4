package io.freshet.cluster;

import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where viewers should go.
///
/// Threading: shared; nothing blocks.
public interface Routing {

    /// The best edges for a viewer, the best first; empty if there is none that takes anybody.
    Route route(Wish wish);

    /// Where a viewer who asks this node for media should watch instead; empty if here is right.
    ///
    /// Here is right if this node is an edge and has the stream, or has memory for it and no other
    /// is nearer to the viewer; and where nobody else takes viewers.
    Optional<Stop> instead(Wish wish);

    /// The ids of all nodes that take viewers now, those near `address` first, for lists of DNS
    /// balancers.
    List<Stop> edges(String address);

    /// Who wants to go where.
    ///
    /// @param key      which stream
    /// @param address  the viewer's, in figures
    /// @param protocol how it wants to watch: `http`, `https`, `rtmp`, `rtmps`
    /// @param except   ids of nodes that did not do
    record Wish(StreamKey key, String address, String protocol, Set<String> except) {

        public Wish {
            except = Set.copyOf(except);
        }
    }

    /// Where to go.
    ///
    /// @param stops the best first
    /// @param here  whether this node is the best one, or as good: no need to go anywhere
    record Route(List<Stop> stops, boolean here) {

        public Route {
            stops = List.copyOf(stops);
        }
    }

    /// One edge.
    ///
    /// @param node    its id
    /// @param region  where it is
    /// @param address for the protocol that was asked for, a URI without path
    record Stop(String node, String region, String address) {
    }
}
