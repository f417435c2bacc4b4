package io.freshet.gateway;

import io.freshet.media.Clock;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/// `POST /beacon`: what players say of how they play.
///
/// Pages of any origin may tell, nothing is kept of who told, and nobody is answered with more than
/// a status. Each address may tell only so often; so may all together.
///
/// Threading: shared; called on the connection's loop.
public final class BeaconRoute implements Route {

    private static final HttpHeaders HEADERS = HttpHeaders.of(
            "Cache-Control", "no-store",
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff");
    private static final HttpHeaders PREFLIGHT = HttpHeaders.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "POST",
            "Access-Control-Allow-Headers", "Content-Type",
            "Access-Control-Max-Age", "86400");
    /// Twenty figures and a stream's name.
    private static final int BODY_BYTES_MAX = 2048;

    private final Predicate<byte[]> sink;
    private final Clock clock;
    private final BeaconPace pace;

    /// @param sink takes a body at once, and says whether it was a beacon
    public BeaconRoute(Predicate<byte[]> sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
        this.pace = new BeaconPace(clock.monotonicNs());
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        if (!request.path().equals("/beacon")) {
            return false;
        }
        switch (request.method()) {
            case "POST" -> replier.reply(take(request), HEADERS, HttpBody.EMPTY);
            case "OPTIONS" -> replier.reply(204, PREFLIGHT, HttpBody.EMPTY);
            default -> replier.reply(405, HEADERS.with("Allow", "POST, OPTIONS"),
                    HttpBody.text("players tell here by POST how they play\n"));
        }
        return true;
    }

    private int take(HttpRequest request) {
        ByteBuffer body = request.body().duplicate();
        if (body.remaining() > BODY_BYTES_MAX) {
            return 413;
        }
        if (!pace.lets(request.origin().remote().getAddress(), clock.monotonicNs())) {
            return 429;
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return sink.test(bytes) ? 204 : 400;
    }
}
