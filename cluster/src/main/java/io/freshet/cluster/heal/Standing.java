package io.freshet.cluster.heal;

/// How a node stands with healing; enough for another node to go on with it.
///
/// @param failures so far
/// @param evicted  whether it was taken out
/// @param why      it is so, in words; may be empty
/// @param forNs    it has been so for that long
/// @param unwellNs it has not been well for a whole minute for that long; 0 if it is well
/// @param lasting  that is too long: a person should look
public record Standing(String node, Condition condition, int failures, boolean evicted,
        String why, long forNs, long unwellNs, boolean lasting) {
}
