package io.freshet.cluster.heal;

import java.util.List;

/// What follows from what was seen: for the record, or to be done.
///
/// What is to be done has a task number, with which [Healing#did] is told what became of it.
public sealed interface Move {

    /// A node's condition has changed; for the audit trail.
    ///
    /// @param failures so far
    /// @param why      in words
    record Step(String node, Condition from, Condition to, int failures, String why)
            implements Move {
    }

    /// Most nodes fail at once: it is the one who looks that is ill, and nobody is judged.
    record Doubt(int failing, int of) implements Move {
    }

    /// A node has not been well for long, whatever was done: a person should look.
    ///
    /// @param why it is as it is now, in words
    record Lasting(String node, Condition condition, String why) implements Move {
    }

    /// Restart what fails.
    record Restart(String node, long task, List<Trouble> troubles) implements Move {

        public Restart {
            troubles = List.copyOf(troubles);
        }
    }

    /// Take the node out of routing, and tell those who send viewers to it.
    record Evict(String node, long task, String why) implements Move {
    }

    /// Have the node's provider start it anew.
    record Reprovision(String node, long task) implements Move {
    }

    /// Push a trial stream to it and play it.
    record Try(String node, long task) implements Move {
    }

    /// Take the node back.
    record Resume(String node, long task) implements Move {
    }
}
