package io.freshet.net.http;

import java.nio.ByteBuffer;
import java.util.Optional;

/// One whole request, checked and bounded.
///
/// @param method upper-case token: GET, HEAD, POST, OPTIONS, PATCH, DELETE ...
/// @param body   read-only; empty if there is none; at most `HttpOptions.bodyBytesMax`
public record HttpRequest(
        String method, HttpTarget target, HttpHeaders headers, ByteBuffer body, HttpOrigin origin) {
    /// Decoded and normalised; begins with a slash, or is `*`.
    public String path() {
        return target.path();
    }

    /// A decoded parameter of the query.
    public Optional<String> parameter(String name) {
        return target.parameter(name);
    }

    /// The first value of a header field.
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /// `http` or `https`.
    public String scheme() {
        return origin.secure() ? "https" : "http";
    }

    /// Whether it is a well-formed request for a WebSocket, which `HttpReplier.webSocket` accepts.
    public boolean webSocket() {
        return WebSocketUpgrade.isAskedBy(this);
    }
}
