package io.freshet.gateway.relay;

import java.util.List;

/// What of this node other nodes may look at and restart, when viewers cannot use it.
///
/// Threading: called on threads that may block.
public interface Workshop {

    /// A line for each stream that is here: `APP/NAME`, then words `name=value`.
    List<String> streams();

    /// Restarts a part.
    ///
    /// @param part `packager`, `relay` or `listener`
    /// @param name of the stream or the listener; empty for all
    /// @return what was done, in words; empty if there is no such thing
    String restart(String part, String name);
}
