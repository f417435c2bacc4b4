package io.freshet.server.tidy;

import java.util.List;

/// Something that holds for all sources.
interface Rule {

    /// Every place where it does not hold.
    List<Violation> broken(SourceTree tree);
}
