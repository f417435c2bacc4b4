package io.freshet.control.store;

import org.jdbi.v3.core.Handle;

/// What is asked of the database; may be run again if nothing of it was kept.
public interface Query<T> {

    T run(Handle handle);
}
