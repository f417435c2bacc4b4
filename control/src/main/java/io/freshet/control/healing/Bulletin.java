package io.freshet.control.healing;

import java.util.List;

/// How all nodes are, as the one sees them who looks.
///
/// @param by       id of the node that looks
/// @param atMs     Unix time, ms
/// @param doubting most nodes fail at once, so that nothing is done
/// @param nodes    those that are looked at, by id
public record Bulletin(String by, long atMs, boolean doubting, List<Patient> nodes) {

    public Bulletin {
        nodes = List.copyOf(nodes);
    }

    /// One node.
    ///
    /// @param condition `healthy`, `suspect`, `recovering`, `evicted`, `reprovisioning`, `trial` or
    ///                  `given-up`
    /// @param failures  restarts, provisions and trials that did not help
    /// @param evicted   whether viewers and publishers are sent elsewhere
    /// @param why       it is so, in words; may be empty
    /// @param sinceMs   Unix time, ms
    /// @param unwellMs  since when it has not been well for a whole minute, Unix time, ms; 0 if it
    ///                  is well
    /// @param lasting   whether that is too long
    public record Patient(String node, String condition, int failures, boolean evicted,
            String why, long sinceMs, long unwellMs, boolean lasting) {

        private boolean isGivenUp() {
            return condition.equals("given-up");
        }

        /// Whether a person should look.
        public boolean needsPerson() {
            return lasting || isGivenUp();
        }

        /// What that person is told.
        public String call() {
            return isGivenUp() ? "healing of node " + node + " was in vain: " + why
                    : "node " + node + " has not been well for long, and healing does not end it: "
                            + "it is " + condition + (why.isEmpty() ? "" : ": " + why);
        }
    }
}
