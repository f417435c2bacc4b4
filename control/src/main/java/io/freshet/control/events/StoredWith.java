package io.freshet.control.events;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// What happens in the same transaction in which events are stored, once for each event.
///
/// Threading: called from the thread that ships events; may use the database by `handle` alone.
@FunctionalInterface
public interface StoredWith {

    /// @param fresh events that were not stored before
    void stored(Handle handle, List<LoggedEvent> fresh);
}
