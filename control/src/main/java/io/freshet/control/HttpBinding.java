package io.freshet.control;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiRequest;
import io.freshet.control.api.ApiRequest.Peer;
import io.freshet.control.api.Router;
import io.freshet.control.api.StreamWriter;
import io.freshet.media.Bytes;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Between Helidon's requests and responses and ours.
///
/// Threading: shared; called on the virtual thread of the connection.
final class HttpBinding {

    private static final System.Logger LOG = System.getLogger(HttpBinding.class.getName());

    /// Some hundred rules in one request; nobody writes more at a time.
    static final int BODY_BYTES_MAX = 64 << 10;
    /// A longer body is not read at all; who sends it may miss the answer.
    static final int REFUSED_BYTES_MAX = 4 << 20;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> FORWARDING = Set.of("forwarded", "x-forwarded-for",
            "x-real-ip", "via", "origin");

    private final Router router;
    private final RequestDeadlines deadlines;

    HttpBinding(Router router, RequestDeadlines deadlines) {
        this.router = router;
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
            throws InterruptedException, IOException {
        Length length = Length.of(request);
        boolean last = length.refusal().isPresent() || wantsClose(request);
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        ApiAnswer answer;
        if (length.refusal().isPresent()) {
            answer = length.refusal().get();
        } else {
            answer = router.answer(requestOf(request, length.bytes()));
        }
        boolean headOnly = request.prologue().method().text().equals("HEAD");
        if (answer.writer().isPresent() && !headOnly) {
            stream(answer, answer.writer().get(), response);
        } else {
            send(answer, headOnly, response);
        }
        if (length.refusal().isPresent() && length.bytes() > 0) {
            readAway(request, length.bytes());
        }
        deadlines.done();
        if (last) {
            // Helidon 4.3.1 says that it will close, and waits for the peer to do so.
            throw new CloseConnectionException("the last request of this connection");
        }
    }

    /// Reads the body that was refused: a connection that is closed over unread bytes is reset,
    /// and the answer is lost with it (RFC 9112, section 9.6).
    private static void readAway(ServerRequest request, int bytes) {
        try (InputStream in = request.content().inputStream()) {
            in.skipNBytes(bytes);
        } catch (IOException | RuntimeException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a refused body ended early", gone);
        }
    }

    private static boolean wantsClose(ServerRequest request) {
        return request.headers().values(HeaderNames.CONNECTION).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(token -> token.strip().equalsIgnoreCase("close"));
    }

    /// How many bytes of a body are to be read, and why they are not wanted, if so.
    ///
    /// A length that is negative, doubled or no number is refused: where the body ends is anybody's
    /// guess, and what follows must not be taken for a request.
    private record Length(int bytes, Optional<ApiAnswer> refusal) {

        static Length of(ServerRequest request) {
            List<String> lengths = request.headers().values(HeaderNames.CONTENT_LENGTH);
            boolean chunked = request.headers().contains(HeaderNames.TRANSFER_ENCODING);
            if (!chunked && (lengths.isEmpty() || lengths.equals(List.of("0")))) {
                return new Length(0, Optional.empty());
            }
            boolean readable = !chunked && lengths.size() == 1
                    && lengths.getFirst().matches("[0-9]{1,9}");
            int bytes = readable ? Integer.parseInt(lengths.getFirst()) : 0;
            if (!WITH_BODY.contains(request.prologue().method().text())) {
                return refused(request, bytes, 413, "this request takes no body");
            }
            if (chunked) {
                return refused(request, 0, 411, "send the body with a Content-Length");
            }
            if (!readable) {
                return refused(request, 0, 400, "this Content-Length cannot be read");
            }
            return bytes > BODY_BYTES_MAX
                    ? refused(request, bytes, 413, "a body has at most " + BODY_BYTES_MAX
                            + " bytes") : new Length(bytes, Optional.empty());
        }

        private static Length refused(ServerRequest request, int bytes, int status, String why) {
            // Who expects leave to send waits for the answer first, and then sends nothing.
            boolean comes = !request.headers().contains(HeaderNames.EXPECT)
                    && bytes <= REFUSED_BYTES_MAX;
            return new Length(comes ? bytes : 0, Optional.of(ApiAnswer.problem(status, why)));
        }
    }

    private static ApiRequest requestOf(ServerRequest request, int bodyBytes) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header ->
                headers.putIfAbsent(header.headerName().lowerCase(),
                        header.headerName().equals(HeaderNames.X_FORWARDED_FOR)
                                ? String.join(",", header.allValues()) : header.get()));
        Map<String, String> query = new HashMap<>();
        request.query().names().forEach(name ->
                request.query().first(name).ifPresent(value -> query.put(name, value)));
        Bytes body = Bytes.EMPTY;
        if (bodyBytes > 0) {
            try (InputStream in = request.content().inputStream()) {
                body = Bytes.wrap(in.readNBytes(bodyBytes));
            }
        }
        return new ApiRequest(request.prologue().method().text(),
                request.prologue().uriPath().rawPath(), query, headers, body,
                peerOf(request, headers));
    }

    /// Who says that they ask for another is not on this machine, wherever the other is.
    private static Peer peerOf(ServerRequest request, Map<String, String> headers) {
        String address = request.proxyProtocolData().map(ProxyProtocolData::sourceAddress)
                .orElseGet(() -> request.remotePeer().host());
        boolean direct = FORWARDING.stream().noneMatch(headers::containsKey);
        // A page of another site cannot send this header without asking first.
        boolean secure = request.isSecure()
                || headers.getOrDefault("x-forwarded-proto", "").equals("https");
        return new Peer(address, direct && isLoopback(address), secure);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void head(ApiAnswer answer, ServerResponse response) {
        response.status(Status.create(answer.status()));
        ApiAnswer.SECURITY_HEADERS.forEach((name, value) -> {
            if (!answer.headers().containsKey(name)) {
                response.header(name, value);
            }
        });
        answer.headers().forEach(response::header);
        if (!answer.type().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.type());
        }
    }

    private static void send(ApiAnswer answer, boolean headOnly, ServerResponse response) {
        head(answer, response);
        if (answer.type().isEmpty() || headOnly && answer.writer().isPresent()) {
            response.send();
        } else if (headOnly) {
            response.contentLength(answer.body().length());
            response.send();
        } else {
            response.send(answer.body().toArray());
        }
    }

    private void stream(ApiAnswer answer, StreamWriter writer, ServerResponse response)
            throws InterruptedException {
        head(answer, response);
        deadlines.done();
        try (OutputStream out = deadlines.watched(response.outputStream())) {
            writer.write(out);
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the peer has gone", gone);
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
            case 413 -> "the body is too long";
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
