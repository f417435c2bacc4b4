package io.freshet.control.fleet;

/// A node's part in the tree of one stream.
///
/// @param node       its id
/// @param region     where it is
/// @param role       `leader`, `standby` if it has an input of its own, or `edge`
/// @param parent     from which node it has the stream; empty of the leader, and while it looks
/// @param level      how far from the leader at most; -1 if nothing comes in
/// @param token      of the leader whose cuts it sends
/// @param bitrateBps of the stream as it comes in there
/// @param viewers    who watch it there
public record Limb(String node, String region, String role, String parent, int level, long token,
        long bitrateBps, long viewers) {
}
