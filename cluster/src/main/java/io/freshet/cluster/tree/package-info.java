/// How a stream gets from node to node: whom a node pulls from, and whom it lets pull.
///
/// Start at [io.freshet.cluster.tree.Carriage], one stream on one node, which keeps the tree sound
/// whatever others believe; [io.freshet.cluster.tree.Parents] says who would be good to pull from.
///
/// Threading: confined to the caller; no threads, no clock of its own, the same in a simulation.
@NullMarked
package io.freshet.cluster.tree;

import org.jspecify.annotations.NullMarked;
