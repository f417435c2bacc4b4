package io.freshet.gateway;

import io.freshet.net.http.HttpHandler;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.List;

/// The media port: asks each route in turn, and answers what is the same for all of them.
///
/// Threading: immutable.
public final class MediaHttp implements HttpHandler {

    private final List<Route> routes;

    /// @param routes the more special ones first
    public MediaHttp(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handle(HttpRequest request, HttpReplier replier) {
        switch (request.method()) {
            case "GET", "HEAD" -> {
                for (Route route : routes) {
                    if (route.serve(request, replier)) {
                        return;
                    }
                }
                Answers.error(replier, 404, "nothing is served at this path");
            }
            case "OPTIONS" -> Answers.preflight(replier);
            default -> Answers.methodNotAllowed(replier);
        }
    }
}
