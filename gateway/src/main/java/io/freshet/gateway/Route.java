package io.freshet.gateway;

import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;

/// One kind of thing that the media port serves.
///
/// Threading: called on the connection's loop; must not block.
@FunctionalInterface
public interface Route {

    /// Answers, now or later, if the request is for this route; else false and nothing is done.
    boolean serve(HttpRequest request, HttpReplier replier);
}
