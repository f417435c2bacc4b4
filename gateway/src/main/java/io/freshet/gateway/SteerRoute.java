package io.freshet.gateway;

import io.freshet.gateway.ViewerGuide.Directions;
import io.freshet.gateway.ViewerGuide.Place;
import io.freshet.media.BadNameException;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `GET /steer`: the steering manifest, by which HLS players move from edge to edge by themselves.
///
/// All playlists are the same on all nodes and know one pathway, `.`: the node they came from.
/// Each edge is a clone of it with another host, called by its node id. Who is well stays.
///
/// Spec: draft-pantos-hls-rfc8216bis, 7.1 to 7.4.
///
/// Threading: shared; called on the connection's loop.
public final class SteerRoute implements Route {

    /// The pathway of playlists that name none.
    static final String DEFAULT_PATHWAY = ".";
    /// Seconds after which players ask again; a dead edge they notice by themselves.
    private static final int TTL_S = 10;
    private static final HttpHeaders FIELDS = HttpHeaders.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-store",
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff");

    private final ViewerGuide guide;
    private final GuidePace pace;

    /// @param guide knows where to go
    /// @param pace  how often an address may ask
    public SteerRoute(ViewerGuide guide, GuidePace pace) {
        this.guide = guide;
        this.pace = pace;
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        if (!request.path().equals("/steer")) {
            return false;
        }
        if (!pace.lets(request, replier)) {
            return true;
        }
        try {
            ViewerWish wish = ViewerWish.of(request);
            Directions directions = guide.find(wish.key(),
                    Addresses.text(request.origin().remote().getAddress()),
                    wish.scheme(request.origin().secure()), wish.except());
            String now = request.parameter("_HLS_pathway").orElse(DEFAULT_PATHWAY)
                    .replace("\"", "");
            replier.reply(200, FIELDS, HttpBody.text(manifest(wish, directions, now)));
        } catch (BadNameException bad) {
            Answers.error(replier, 400, String.valueOf(bad.getMessage()));
        }
        return true;
    }

    private static String manifest(ViewerWish wish, Directions directions, String now) {
        List<Place> places = directions.places();
        List<String> order = new ArrayList<>();
        boolean good = now.equals(DEFAULT_PATHWAY) ? directions.here()
                : places.stream().anyMatch(place -> place.node().equals(now)
                        && place.region().equals(places.getFirst().region()));
        if (good) {
            order.add(now);
        }
        places.stream().map(Place::node).filter(node -> !order.contains(node))
                .forEach(order::add);
        if (!order.contains(DEFAULT_PATHWAY)) {
            order.add(DEFAULT_PATHWAY);
        }
        String priority = order.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        String clones = places.stream().map(SteerRoute::clone)
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"VERSION\":1,\"TTL\":" + TTL_S + ",\"RELOAD-URI\":\"/steer?stream=" + wish.key()
                + "\",\"PATHWAY-PRIORITY\":" + priority
                + (places.isEmpty() ? "" : ",\"PATHWAY-CLONES\":" + clones) + "}\n";
    }

    private static String clone(Place place) {
        return "{\"BASE-ID\":\"" + DEFAULT_PATHWAY + "\",\"ID\":\"" + place.node()
                + "\",\"URI-REPLACEMENT\":{\"HOST\":\"" + URI.create(place.origin()).getAuthority()
                + "\"}}";
    }
}
