package io.freshet.net.address;

import java.util.Collection;
import java.util.stream.Collectors;

/// Names other nodes in a page's Content-Security-Policy, for players that are sent there.
///
/// Spec: Content Security Policy Level 3, 2.3.1 (source lists).
///
/// Threading: stateless.
public final class MediaOrigins {

    /// More would make the header longer than the page; then every host may give media.
    private static final int ORIGINS_MAX = 20;
    private static final String EVERY = " http: https: ws: wss:";

    private MediaOrigins() {
    }

    /// Sources to be appended to a list, each with a space before it; with WebSocket as well.
    ///
    /// @param origins `http://HOST:PORT` or `https://HOST:PORT`
    public static String of(Collection<String> origins) {
        return origins.size() > ORIGINS_MAX ? EVERY : origins.stream().sorted()
                .map(origin -> " " + origin + " " + origin.replaceFirst("^http", "ws"))
                .collect(Collectors.joining());
    }
}
