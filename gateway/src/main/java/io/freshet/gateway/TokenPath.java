package io.freshet.gateway;

import io.freshet.net.http.HttpRequest;
import io.freshet.net.http.HttpTarget;
import java.util.Optional;

/// Playback tokens in URLs: `/t/TOKEN/live/NAME/index.m3u8`.
///
/// The token stands before all that is relative, so playlists name their segments without it and
/// are the same bytes for everybody. What serves the rest of the path finds the token as the first
/// parameter of the query. A playlist that is asked for with `?token=` is answered with a redirect
/// to the URL with the prefix: else the player would ask for what it names without any token.
///
/// Threading: stateless.
final class TokenPath {

    private static final String PREFIX = "/t/";
    private static final String PARAMETER = "token=";

    private TokenPath() {
    }

    /// Whether the path begins with a token.
    static boolean hasToken(HttpRequest request) {
        return request.path().startsWith(PREFIX);
    }

    /// The request for the rest of the path; empty if what stands there is no token.
    static Optional<HttpRequest> unwrap(HttpRequest request) {
        String path = request.path();
        int end = path.indexOf('/', PREFIX.length());
        if (end < 0 || !isToken(path.substring(PREFIX.length(), end))) {
            return Optional.empty();
        }
        String query = request.target().query();
        HttpTarget target = new HttpTarget(path.substring(end), PARAMETER
                + path.substring(PREFIX.length(), end) + (query.isEmpty() ? "" : "&" + query));
        return Optional.of(new HttpRequest(request.method(), target, request.headers(),
                request.body(), request.origin()));
    }

    /// Where a player must ask instead for a playlist, if the token is in the query.
    static Optional<String> redirect(HttpRequest request) {
        String query = request.target().query();
        String path = request.path();
        if (query.isEmpty() || !path.endsWith(".m3u8") || !query.contains(PARAMETER)
                || !path.chars().allMatch(c -> c == '/' || isTokenChar(c))) {
            return Optional.empty();
        }
        return request.parameter("token").filter(TokenPath::isToken).map(token ->
                PREFIX + token + path + without(query));
    }

    private static String without(String query) {
        StringBuilder rest = new StringBuilder();
        for (String pair : query.split("&")) {
            if (!pair.startsWith(PARAMETER) && !pair.isEmpty()) {
                rest.append(rest.isEmpty() ? '?' : '&').append(pair);
            }
        }
        return rest.toString();
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(TokenPath::isTokenChar);
    }

    /// Those of base64url and the separators of JWTs and short tokens.
    private static boolean isTokenChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || c == '-' || c == '_' || c == '.' || c == '~';
    }
}
