package io.freshet.cluster;

import io.freshet.coordination.NodeRecord;
import io.freshet.net.address.Regions;
import java.time.Duration;
import java.util.function.Supplier;

/// A node's part in its cluster.
///
/// @param self       who it is
/// @param suspectAfter silence after which a node is suspected
/// @param grace      after the engine came back, nobody is judged for so long
/// @param tree       how relays are laid out
/// @param regions    which viewers belong to which region, as it is now; quick
public record ClusterOptions(NodeRecord self, Duration suspectAfter, Duration grace,
        TreeOptions tree, Supplier<Regions> regions) {

    /// How relays are laid out.
    ///
    /// @param shape       in which shape
    /// @param childrenMax how many may pull one stream from one node
    /// @param depthMax    how far from the leader a node may be
    public record TreeOptions(Shape shape, int childrenMax, int depthMax) {

        /// Deep enough for a leader, a head of a region and two tiers of edges.
        public static final TreeOptions DEFAULT = new TreeOptions(Shape.TREE, 16, 4);

        public TreeOptions {
            if (childrenMax < 1 || depthMax < 1 || depthMax > 16) {
                throw new IllegalArgumentException("cluster.tree: " + childrenMax
                        + " children, depth " + depthMax);
            }
        }
    }

    /// In which shape.
    public enum Shape {
        /// Everybody pulls from the leader; one of each other region, the others from that one.
        STAR,
        /// A node pulls from one of its region that is nearer to the leader.
        TREE,
        /// A node pulls from its neighbour in its region.
        RING,
        /// As tree, but with every node of the region as a second choice.
        MESH
    }

    /// With what has proved itself.
    public static ClusterOptions of(NodeRecord self) {
        return new ClusterOptions(self, Duration.ofSeconds(3), Duration.ofSeconds(5),
                TreeOptions.DEFAULT, () -> Regions.NONE);
    }
}
