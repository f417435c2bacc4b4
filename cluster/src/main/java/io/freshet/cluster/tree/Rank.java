package io.freshet.cluster.tree;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// An order of nodes for each stream that is the same on every node: rendezvous hashing.
///
/// The first in it serve the stream's viewers and head its tree, so that a stream is on few nodes;
/// who comes or goes moves nobody else.
public final class Rank {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Rank() {
    }

    /// A hash of a text that can be mixed with others.
    public static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /// The finisher of SplitMix64.
    private static long mixed(long value) {
        long once = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ once >>> 27) * 0x94D049BB133111EBL;
        return twice ^ twice >>> 31;
    }

    /// The place of a node for a stream; the lowest is first.
    public static long of(long streamHash, long nodeHash) {
        return mixed(streamHash ^ nodeHash * 0x9E3779B97F4A7C15L);
    }

    /// All of them in the stream's order.
    public static <T> List<T> order(String stream, List<T> nodes, Function<T, String> id) {
        long hash = hash(stream);
        record Placed<T>(T node, long rank) {
        }
        return nodes.stream().map(node -> new Placed<>(node, of(hash, hash(id.apply(node)))))
                .sorted(Comparator.comparingLong(Placed::rank)).map(Placed::node).toList();
    }
}
