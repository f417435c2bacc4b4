package io.freshet.gateway;

import io.freshet.media.StreamKey;
import java.util.List;
import java.util.Set;

/// Knows where a viewer should go; the cluster does.
///
/// Threading: shared; quick, and never blocks the caller.
public interface ViewerGuide {

    /// The best places for a viewer, the best first; none if nobody takes it.
    ///
    /// @param address the viewer's, in figures
    /// @param scheme  `http`, `https`, `rtmp` or `rtmps`
    /// @param except  ids of nodes that did not do
    Directions find(StreamKey key, String address, String scheme, Set<String> except);

    /// All places that take viewers now, those near `address` first.
    List<Place> all(String address);

    /// Where to go.
    ///
    /// @param places the best first
    /// @param here   whether this node is one of the best: no need to go anywhere
    record Directions(List<Place> places, boolean here) {

        public Directions {
            places = List.copyOf(places);
        }
    }

    /// A node that takes viewers.
    ///
    /// @param node   its id: lower-case letters, digits and `-`
    /// @param region where it is
    /// @param origin scheme, host and port: `https://edge-1.example.com:8443`
    record Place(String node, String region, String origin) {
    }
}
