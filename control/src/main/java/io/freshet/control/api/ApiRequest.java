package io.freshet.control.api;

import io.freshet.media.Bytes;
import java.util.Map;
import java.util.Optional;

/// A request as the API sees it, free of the HTTP library.
///
/// @param method  in capitals
/// @param rawPath as sent: percent-encoded, without query
/// @param query   decoded, the first value of each name
/// @param headers by name in lower case, the first value of each
/// @param body    of a request that may have one; empty if it has none
/// @param peer    who asks
public record ApiRequest(String method, String rawPath, Map<String, String> query,
        Map<String, String> headers, Bytes body, Peer peer) {

    /// The end of the connection that is not ours.
    ///
    /// @param address  without port
    /// @param loopback whether it is on this machine and says nothing of asking for another
    /// @param secure   whether it came over TLS
    public record Peer(String address, boolean loopback, boolean secure) {
    }

    public ApiRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// Whether it only looks.
    public boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// @param name in lower case
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The value of one cookie.
    ///
    /// Spec: RFC 6265, 4.2
    public Optional<String> cookie(String name) {
        for (String pair : headers.getOrDefault("cookie", "").split(";")) {
            String trimmed = pair.strip();
            if (trimmed.startsWith(name + "=")) {
                return Optional.of(trimmed.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
