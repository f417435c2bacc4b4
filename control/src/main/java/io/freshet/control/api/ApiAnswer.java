package io.freshet.control.api;

import io.freshet.media.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// An answer, free of the HTTP library.
///
/// @param status  of HTTP
/// @param type    media type of the body; empty if there is no body
/// @param body    what is sent
/// @param headers further ones
/// @param writer  writes the body piece by piece, if its length is not known
public record ApiAnswer(int status, String type, Bytes body, Map<String, String> headers,
        Optional<StreamWriter> writer) {

    /// Prometheus, browsers and scripts get the same: never stored, never framed, never guessed at.
    public static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    /// One object.
    public static ApiAnswer json(Consumer<JsonGenerator> content) {
        return body(200, JSON, Json.object(content));
    }

    /// A page of a list: `{"items": [...], "next": "cursor"}`.
    ///
    /// @param next where the next page begins; empty on the last one
    /// @param each writes the properties of one item into the object that is open
    public static <T> ApiAnswer page(List<T> items, Optional<String> next,
            BiConsumer<T, JsonGenerator> each) {
        return json(json -> {
            Json.objects(json, "items", items, each);
            next.ifPresent(cursor -> json.writeStringProperty("next", cursor));
        });
    }

    /// Something was made, and this is it.
    ///
    /// @param location its path
    public static ApiAnswer created(String location, Consumer<JsonGenerator> content) {
        return body(201, JSON, Json.object(content)).with("Location", location);
    }

    public static ApiAnswer text(String type, Bytes body) {
        return body(200, type, body);
    }

    public static ApiAnswer empty(int status) {
        return body(status, "", Bytes.EMPTY);
    }

    /// An answer without end, as server-sent events are.
    public static ApiAnswer stream(String type, StreamWriter writer) {
        return new ApiAnswer(200, type, Bytes.EMPTY, Map.of(), Optional.of(writer));
    }

    private static ApiAnswer body(int status, String type, Bytes body) {
        return new ApiAnswer(status, type, body, Map.of(), Optional.empty());
    }

    /// A refusal or a failure.
    ///
    /// @param detail in words for the one who asked; nothing of theirs unless it was checked
    public static ApiAnswer problem(int status, String detail) {
        return problem(status, "about:blank", detail);
    }

    /// Spec: RFC 9457, 3
    static ApiAnswer problem(int status, String type, String detail) {
        return body(status, PROBLEM, Json.object(json -> {
            json.writeStringProperty("type", type);
            json.writeStringProperty("title", title(status));
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail);
        }));
    }

    /// The same with one more header.
    public ApiAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ApiAnswer(status, type, body, more, writer);
    }

    /// The same with the version of the thing that it shows, for `If-Match`.
    public ApiAnswer etag(long version) {
        return with("ETag", "\"" + version + "\"");
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Error";
        };
    }
}
