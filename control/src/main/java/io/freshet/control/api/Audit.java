package io.freshet.control.api;

import io.freshet.control.store.StoreAwayException;

/// Notes every change that somebody made.
public interface Audit {

    /// The address that asks, while a request is answered.
    ScopedValue<String> FROM = ScopedValue.newInstance();

    /// Notes one.
    ///
    /// @param who    made it
    /// @param action what it was, dotted: `key.created`
    /// @param target what was changed: an app, a user's name, a stream's key
    /// @param detail what of it, in words; never a secret
    void record(Caller who, String action, String target, String detail)
            throws StoreAwayException;
}
