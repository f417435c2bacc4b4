package io.freshet.control;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Between Helidon's requests and responses and ours.
///
/// Threading: shared; called on the virtual thread of the connection.
final class HttpBinding {

    private static final System.Logger LOG = System.getLogger(HttpBinding.class.getName());

    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Api api;
    private final RequestDeadlines deadlines;

    HttpBinding(Api api, RequestDeadlines deadlines) {
        this.api = api;
        this.deadlines = deadlines;
    }

    void route(HttpRouting.Builder routing) {
        routing.any(this::handle);
        routing.error(Throwable.class, (_, response, fault) -> {
            LOG.log(System.Logger.Level.ERROR, "control request failed", fault);
            response.status(Status.INTERNAL_SERVER_ERROR_500);
            send(ApiAnswer.problem(500, "this is a fault of the server; its log says more"),
                    false, response);
            deadlines.done();
        });
    }

    private void handle(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        ApiRequest asked = requestOf(request);
        boolean last = asked.hasBody() || wantsClose(request);
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        send(api.answer(asked), asked.method().equals("HEAD"), response);
        deadlines.done();
        if (last) {
            // Helidon 4.3.1 says that it will close, and waits for the peer to do so.
            throw new CloseConnectionException("the last request of this connection");
        }
    }

    private static boolean wantsClose(ServerRequest request) {
        return request.headers().values(HeaderNames.CONNECTION).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(token -> token.strip().equalsIgnoreCase("close"));
    }

    /// A length that is negative, doubled or no number counts as a body too: where it ends is
    /// anybody's guess, and what follows must not be taken for a request.
    private static boolean announcesBody(ServerRequest request) {
        List<String> lengths = request.headers().values(HeaderNames.CONTENT_LENGTH);
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                || !lengths.isEmpty() && !lengths.equals(List.of("0"));
    }

    private static ApiRequest requestOf(ServerRequest request) {
        return new ApiRequest(request.prologue().method().text(),
                request.prologue().uriPath().rawPath(),
                request.query().first("app").asOptional(),
                header(request, HeaderNames.HOST),
                header(request, HeaderNames.ORIGIN),
                header(request, SEC_FETCH_SITE),
                announcesBody(request), request.remotePeer().host());
    }

    private static Optional<String> header(ServerRequest request, HeaderName name) {
        return request.headers().first(name);
    }

    private static void send(ApiAnswer answer, boolean headOnly, ServerResponse response) {
        response.status(Status.create(answer.status()));
        ApiAnswer.SECURITY_HEADERS.forEach(response::header);
        answer.headers().forEach(response::header);
        if (answer.type().isEmpty()) {
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, answer.type());
        if (headOnly) {
            response.contentLength(answer.body().length());
            response.send();
        } else {
            response.send(answer.body().toArray());
        }
    }

    /// Answers to what is not HTTP enough to become a request; nothing of it is repeated.
    static DirectHandlers refusals() {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, refusal());
        }
        return builder.build();
    }

    private static DirectHandler refusal() {
        return (_, _, status, headers, _) -> refused(status, headers);
    }

    private static TransportResponse refused(Status status, ServerResponseHeaders headers) {
        ApiAnswer answer = ApiAnswer.problem(status.code(), switch (status.code()) {
            case 413 -> "nothing here takes a body";
            case 414, 431 -> "the request's header is too long";
            case 500 -> "this is a fault of the server; its log says more";
            case 503 -> "too many requests at a time";
            case 505 -> "this port speaks HTTP/1.1";
            default -> "this is not a request that can be read";
        });
        ApiAnswer.SECURITY_HEADERS.forEach((name, value) ->
                headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.CONTENT_TYPE, answer.type());
        return TransportResponse.builder().status(status).headers(headers)
                .entity(answer.body().toArray()).keepAlive(false).build();
    }
}
