package io.freshet.control;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/// Between Helidon's requests and responses and ours.
///
/// Threading: shared; called on the virtual thread of the connection.
final class HttpBinding {

    private static final System.Logger LOG = System.getLogger(HttpBinding.class.getName());

    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Api api;

    HttpBinding(Api api) {
        this.api = api;
    }

    void route(HttpRouting.Builder routing) {
        routing.any(this::handle);
        routing.error(Throwable.class, (_, response, fault) -> {
            LOG.log(System.Logger.Level.ERROR, "control request failed", fault);
            response.status(Status.INTERNAL_SERVER_ERROR_500);
            send(ApiAnswer.problem(500, "this is a fault of the server; its log says more"),
                    false, response);
        });
    }

    private void handle(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        ApiAnswer answer = api.answer(requestOf(request));
        send(answer, request.prologue().method().equals(Method.HEAD), response);
    }

    private static ApiRequest requestOf(ServerRequest request) {
        boolean hasBody = request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                || request.headers().contentLength().orElse(0) > 0;
        return new ApiRequest(request.prologue().method().text(),
                request.prologue().uriPath().rawPath(),
                request.query().first("app").asOptional(),
                header(request, HeaderNames.HOST),
                header(request, HeaderNames.ORIGIN),
                header(request, SEC_FETCH_SITE),
                hasBody, request.remotePeer().host());
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
            case 431 -> "the request's header is too long";
            case 500 -> "this is a fault of the server; its log says more";
            case 503 -> "too many requests at a time";
            default -> "this is not a request that can be read";
        });
        ApiAnswer.SECURITY_HEADERS.forEach((name, value) ->
                headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.CONTENT_TYPE, answer.type());
        return TransportResponse.builder().status(status).headers(headers)
                .entity(answer.body().toArray()).keepAlive(false).build();
    }
}
