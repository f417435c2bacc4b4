package io.freshet.control.api;

import io.freshet.control.store.StoreAwayException;
import java.util.Optional;

/// Knows who asks.
public interface Gate {

    /// Who asks, if their cookie or token is good.
    ///
    /// @throws ApiProblem if they show something that is not good and must not be overlooked
    Optional<Entry> enter(ApiRequest request) throws ApiProblem, StoreAwayException;

    /// Somebody who was let in.
    ///
    /// @param caller     who
    /// @param csrf       what a change must repeat in the header `X-CSRF-Token`; empty if they did
    ///                   not come by a cookie, which browsers send unasked
    /// @param restricted whether they must change their password before they do anything else
    record Entry(Caller caller, Optional<String> csrf, boolean restricted) {
    }
}
