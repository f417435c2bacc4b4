package io.freshet.control;

import io.freshet.media.Bytes;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// An answer, free of the HTTP library.
///
/// @param status  of HTTP
/// @param type    media type of the body; empty if there is no body
/// @param body    what is sent
/// @param headers further ones
record ApiAnswer(int status, String type, Bytes body, Map<String, String> headers) {

    /// Prometheus, browsers and scripts get the same: never stored, never framed, never guessed at.
    static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    static final String PROBLEM = "application/problem+json";

    static ApiAnswer json(Consumer<JsonGenerator> content) {
        return new ApiAnswer(200, "application/json", Json.object(content), Map.of());
    }

    static ApiAnswer text(String type, Bytes body) {
        return new ApiAnswer(200, type, body, Map.of());
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, "", Bytes.EMPTY, Map.of());
    }

    /// A refusal or a failure.
    ///
    /// Spec: RFC 9457, 3
    ///
    /// @param detail in words for the one who asked; nothing of theirs unless it was checked
    static ApiAnswer problem(int status, String detail) {
        Bytes body = Json.object(json -> {
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", title(status));
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail);
        });
        return new ApiAnswer(status, PROBLEM, body, Map.of());
    }

    /// The same with one more header.
    ApiAnswer with(String header, String value) {
        return new ApiAnswer(status, type, body, Map.of(header, value));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Error";
        };
    }
}
