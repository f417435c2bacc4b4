package io.freshet.tools.chaos;

import io.freshet.tools.wire.Target;
import java.util.List;

/// Where a viewer can go, one after the other, as a player with several addresses does.
///
/// Threading: confined to its viewer's loop.
final class Ways {

    /// An address, and the node that has it.
    record Way(String node, Target target) {
    }

    private final List<Way> ways;
    private int at;

    /// @param first index of the one to begin with
    Ways(List<Way> ways, int first) {
        this.ways = List.copyOf(ways);
        this.at = first % ways.size();
    }

    Way now() {
        return ways.get(at);
    }

    /// Goes to the one at that host and port.
    ///
    /// @return whether there is one
    boolean moveTo(String authority) {
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).target().authority().equals(authority)) {
                at = i;
                return true;
            }
        }
        return false;
    }

    /// This one does not do.
    void next() {
        at = (at + 1) % ways.size();
    }
}
