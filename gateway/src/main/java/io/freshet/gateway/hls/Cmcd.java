package io.freshet.gateway.hls;

import io.freshet.net.http.HttpRequest;
import java.util.Optional;

/// What a player says of itself with its requests: Common Media Client Data.
///
/// Spec: CTA-5004, 3: session data come in the header `CMCD-Session` or in the query `CMCD`.
///
/// Threading: stateless.
final class Cmcd {

    private static final String KEY = "sid=\"";
    private static final int SESSION_CHARS_MAX = 64;

    private Cmcd() {
    }

    /// The session id; empty if the player says none, or one that is longer than allowed.
    static Optional<String> session(HttpRequest request) {
        return request.header("CMCD-Session").or(() -> request.parameter("CMCD"))
                .flatMap(Cmcd::session);
    }

    /// Whether its buffer has run empty since its last request: the key `bs`.
    static boolean starved(HttpRequest request) {
        String fields = request.header("CMCD-Status").or(() -> request.parameter("CMCD"))
                .orElse("");
        return fields.contains("bs") && ("," + fields + ",").replace(" ", "").contains(",bs,");
    }

    private static Optional<String> session(String fields) {
        int at = fields.startsWith(KEY) ? 0 : fields.indexOf("," + KEY) + 1;
        if (!fields.startsWith(KEY, at)) {
            return Optional.empty();
        }
        int from = at + KEY.length();
        int to = fields.indexOf('"', from);
        return to <= from || to - from > SESSION_CHARS_MAX ? Optional.empty()
                : Optional.of(fields.substring(from, to));
    }
}
