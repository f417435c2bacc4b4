package io.freshet.control.healing;

import java.util.Optional;

/// The cluster's healing, as far as people have to do with it.
///
/// Threading: shared; never blocks.
public interface NodeHealth {

    /// What was last heard; empty if nobody heals, or nothing was heard yet.
    Optional<Bulletin> bulletin();

    /// Has a node tried again that was given up, or is being healed.
    ///
    /// @param by who wants it
    void reset(String node, String by);
}
