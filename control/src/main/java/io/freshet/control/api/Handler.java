package io.freshet.control.api;

import io.freshet.control.store.StoreAwayException;

/// Does what one route is for.
public interface Handler {

    /// Answers the call; who calls has been let in.
    ///
    /// @throws ApiProblem         if it cannot be done, with what the caller can do about it
    /// @throws StoreAwayException if the database does not answer; the router says so
    ApiAnswer handle(ApiCall call) throws ApiProblem, StoreAwayException, InterruptedException;
}
