package io.freshet.gateway;

import io.freshet.gateway.ViewerGuide.Directions;
import io.freshet.gateway.ViewerGuide.Place;
import io.freshet.media.BadNameException;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// `GET /route`: which edge a viewer should go to.
///
/// `?stream=APP/NAME[&protocol=hls|dash|flv|ws|rtmp][&except=NODE,NODE][&token=TOKEN]` is answered
/// with 302 to the best one, or as JSON with all of them for `format=json` or `Accept:
/// application/json`. `/route/edges` lists the hosts of all edges, for DNS balancers, a line each.
/// Who asks too often gets 429.
///
/// Threading: shared; called on the connection's loop.
public final class RouteRoute implements Route {

    private static final HttpHeaders FIELDS = HttpHeaders.of(
            "Cache-Control", "no-store",
            "Access-Control-Allow-Origin", "*",
            "Vary", "Accept",
            "X-Content-Type-Options", "nosniff");
    private static final HttpHeaders JSON = FIELDS.with("Content-Type", "application/json");
    private static final HttpHeaders LIST =
            FIELDS.with("Content-Type", "text/plain; charset=utf-8");
    /// Seconds for which an answer is worth keeping: loads are told every second.
    private static final int TTL_S = 10;

    private final ViewerGuide guide;
    private final GuidePace pace;

    /// @param guide knows where to go
    /// @param pace  how often an address may ask
    public RouteRoute(ViewerGuide guide, GuidePace pace) {
        this.guide = guide;
        this.pace = pace;
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        boolean edges = request.path().equals("/route/edges");
        if (!edges && !request.path().equals("/route")) {
            return false;
        }
        if (pace.lets(request, replier)) {
            if (edges) {
                edges(request, replier);
            } else {
                route(request, replier);
            }
        }
        return true;
    }

    private void route(HttpRequest request, HttpReplier replier) {
        ViewerWish wish;
        try {
            wish = ViewerWish.of(request);
        } catch (BadNameException bad) {
            Answers.error(replier, 400, String.valueOf(bad.getMessage()));
            return;
        }
        Directions directions = guide.find(wish.key(), viewer(request),
                wish.scheme(request.origin().secure()), wish.except());
        if (directions.places().isEmpty()) {
            replier.reply(503, LIST.with("Retry-After", "2"),
                    HttpBody.text("no edge takes viewers now\n"));
        } else if (wantsJson(request)) {
            replier.reply(200, JSON, HttpBody.text(json(wish, directions)));
        } else {
            replier.reply(302, FIELDS.with("Location",
                    wish.url(directions.places().getFirst())), HttpBody.EMPTY);
        }
    }

    /// A proxy before us that routes for others says for whom.
    private static String viewer(HttpRequest request) {
        return request.parameter("address").orElseGet(() ->
                Addresses.text(request.origin().remote().getAddress()));
    }

    private static boolean wantsJson(HttpRequest request) {
        return request.parameter("format").filter("json"::equals).isPresent()
                || request.header("Accept").filter(accept ->
                        accept.contains("application/json")).isPresent();
    }

    /// Node ids, regions and stream names need no escapes; addresses come from our own settings.
    private static String json(ViewerWish wish, Directions directions) {
        return directions.places().stream().map(place -> "{\"node\":\"" + place.node()
                + "\",\"region\":\"" + place.region() + "\",\"url\":\""
                + wish.url(place).replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
                .collect(Collectors.joining(",", "{\"stream\":\"" + wish.key() + "\",\"here\":"
                        + directions.here() + ",\"ttl\":" + TTL_S + ",\"edges\":[", "]}\n"));
    }

    private void edges(HttpRequest request, HttpReplier replier) {
        List<String> hosts = guide.all(viewer(request)).stream().map(Place::origin)
                .map(origin -> URI.create(origin).getHost())
                .map(host -> host == null ? "" : host.replaceAll("[\\[\\]]", ""))
                .filter(host -> !host.isEmpty()).distinct().toList();
        replier.reply(200, LIST, HttpBody.text(String.join("\n", hosts)
                + (hosts.isEmpty() ? "" : "\n")));
    }
}
