package io.freshet.gateway;

import io.freshet.net.address.AddressRanges;
import io.freshet.net.http.HttpHandler;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/// The media port: asks each route in turn, and answers what is the same for all of them.
///
/// Threading: immutable.
public final class MediaHttp implements HttpHandler {

    private final List<Route> everyMethod;
    private final List<Route> routes;
    private final Forwarding forwarding;

    /// @param everyMethod those that take other methods than GET and HEAD, asked first
    /// @param routes      the more special ones first
    public MediaHttp(List<Route> everyMethod, List<Route> routes) {
        this(everyMethod, routes, new Forwarding(() -> AddressRanges.NONE));
    }

    /// The same behind proxies.
    public MediaHttp(List<Route> everyMethod, List<Route> routes, Forwarding forwarding) {
        this.forwarding = forwarding;
        this.everyMethod = List.copyOf(everyMethod);
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handle(HttpRequest asked, HttpReplier replier) {
        HttpRequest request = forwarding.resolved(asked);
        for (Route route : everyMethod) {
            if (route.serve(request, replier)) {
                return;
            }
        }
        switch (request.method()) {
            case "GET", "HEAD" -> look(request, replier);
            case "OPTIONS" -> Answers.preflight(replier);
            default -> Answers.methodNotAllowed(replier);
        }
    }

    private void look(HttpRequest request, HttpReplier replier) {
        if (TokenPath.hasToken(request)) {
            TokenPath.unwrap(request).ifPresentOrElse(inner -> serve(inner, replier),
                    () -> Answers.error(replier, 404, "nothing is served at this path"));
            return;
        }
        Optional<String> moved = TokenPath.redirect(request);
        if (moved.isPresent()) {
            Answers.redirect(replier, moved.get());
        } else {
            serve(request, replier);
        }
    }

    private void serve(HttpRequest request, HttpReplier replier) {
        for (Route route : routes) {
            if (route.serve(request, replier)) {
                return;
            }
        }
        Answers.error(replier, 404, "nothing is served at this path");
    }
}
