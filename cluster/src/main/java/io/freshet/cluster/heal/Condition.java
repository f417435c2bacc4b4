package io.freshet.cluster.heal;

/// How a node is, and what is being done about it.
public enum Condition {
    /// It gives viewers what it should, as far as is known.
    HEALTHY,
    /// One look found something wrong.
    SUSPECT,
    /// What fails was restarted; it is looked at again.
    RECOVERING,
    /// Viewers and publishers are sent elsewhere.
    EVICTED,
    /// Its provider starts it anew.
    REPROVISIONING,
    /// A trial stream is pushed to it, and must play from it.
    TRIAL,
    /// All was in vain: a person must look.
    GIVEN_UP
}
