package io.freshet.cluster.tree;

/// Somebody to pull from.
///
/// @param node   its id
/// @param region where it is
/// @param leader whether it leads the stream
public record Candidate(String node, String region, boolean leader) {
}
