package io.freshet.cluster.heal;

import java.time.Duration;

/// How patient healing is, and how much it may do at a time.
///
/// @param lookAgain    after a restart nothing is judged for so long
/// @param patience     a node that is provided anew must answer within that time
/// @param retry        pause when something cannot be done now
/// @param relapse      who falls ill again so soon was not healed
/// @param forget       who was well for so long has no past
/// @param lasting      who was not well for so long, whatever was done, needs a person
/// @param failuresMax  as many failures, and a person is called
/// @param evictedShare of all nodes, percent, that may be out at a time; one always may
public record HealRules(Duration lookAgain, Duration patience, Duration retry, Duration relapse,
        Duration forget, Duration lasting, int failuresMax, int evictedShare) {

    /// As designed: seven seconds, three failures, a quarter of the nodes.
    public static final HealRules DEFAULT = new HealRules(Duration.ofSeconds(7),
            Duration.ofSeconds(90), Duration.ofSeconds(15), Duration.ofMinutes(1),
            Duration.ofMinutes(10), Duration.ofMinutes(10), 3, 25);

    public HealRules {
        if (failuresMax < 1 || evictedShare < 0 || evictedShare > 50 || lookAgain.isNegative()
                || patience.isNegative() || retry.isNegative()) {
            throw new IllegalArgumentException("healing: " + failuresMax + " failures, "
                    + evictedShare + " % out");
        }
    }

    /// After how long it is too long that a node is not well. One that is out is given the time
    /// that its provider may take.
    long lastingNs(boolean out) {
        return lasting.toNanos() + (out ? failuresMax * patience.toNanos() : 0);
    }

    /// How many of `nodes` may be out at a time.
    int evictedMax(int nodes) {
        return nodes < 2 ? 0 : Math.max(1, nodes * evictedShare / 100);
    }
}
