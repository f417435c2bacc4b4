package io.freshet.cluster.heal;

import java.util.List;
import java.util.stream.Collectors;

/// What one look at a node has found.
///
/// @param node      its id
/// @param answers   whether it answers at all
/// @param troubles  what a viewer would notice; none if all is well
public record Look(String node, boolean answers, List<Trouble> troubles) {

    public Look {
        troubles = List.copyOf(troubles);
    }

    /// All is well.
    public static Look good(String node) {
        return new Look(node, true, List.of());
    }

    /// Whether all is well.
    public boolean isGood() {
        return answers && troubles.isEmpty();
    }

    /// What is wrong, in words.
    String words() {
        return troubles.isEmpty() ? "it does not answer" : troubles.stream().limit(3)
                .map(Trouble::toString).collect(Collectors.joining("; "));
    }
}
