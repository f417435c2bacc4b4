package io.freshet.tools.ctl;

import io.freshet.media.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The control port that is asked.
///
/// Threading: confined to the main thread.
final class Peer implements AutoCloseable {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
    /// A backup of a large node is asked for by another command; a page of 500 is a few hundred kB.
    private static final int ANSWER_BYTES_MAX = 32 << 20;
    private static final int ERROR_STATUS = 400;
    private static final int NOT_SIGNED_IN = 401;

    private final String url;
    private final Map<String, String> standing;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_PATIENCE).build();

    /// What came back.
    ///
    /// @param type    of the body, `application/json`; empty without one
    /// @param bytes   of the body
    /// @param cookies as set by the answer, without their attributes
    record Reply(String type, Bytes bytes, String cookies) {

        /// The body as text.
        String body() {
            return new String(bytes.toArray(), StandardCharsets.UTF_8);
        }
    }

    /// @param url      `http://127.0.0.1:8090`
    /// @param standing headers that go with every request: who is asking
    Peer(String url, Map<String, String> standing) {
        this.url = url.replaceFirst("/+$", "");
        this.standing = Map.copyOf(standing);
    }

    /// Asks, and waits for the whole answer.
    ///
    /// @throws IOException also if the answer is an error; the message is for the user
    Reply ask(Order order) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = send(request(order).timeout(ANSWER_PATIENCE).build());
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new IOException("the answer is longer than " + ANSWER_BYTES_MAX + " bytes");
            }
            if (response.statusCode() >= ERROR_STATUS) {
                throw refused(response.statusCode(), new String(body, StandardCharsets.UTF_8));
            }
            StringBuilder cookies = new StringBuilder();
            for (String cookie : response.headers().allValues("Set-Cookie")) {
                cookies.append(cookies.isEmpty() ? "" : "; ").append(cookie.split(";", 2)[0]);
            }
            return new Reply(response.headers().firstValue("Content-Type").orElse(""),
                    Bytes.wrap(body), cookies.toString());
        }
    }

    /// Asks for an answer that goes on; the caller reads until it ends, and closes it.
    InputStream follow(Order order) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = send(
                request(order).header("Accept", "text/event-stream").build());
        if (response.statusCode() >= ERROR_STATUS) {
            try (InputStream in = response.body()) {
                throw refused(response.statusCode(), new String(
                        in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(Order order) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + order.target()));
            standing.forEach(request::header);
            order.headers().forEach(request::header);
            order.body().ifPresent(_ -> request.header("Content-Type", "application/json"));
            return request.method(order.method(), order.body().map(BodyPublishers::ofString)
                    .orElseGet(BodyPublishers::noBody));
        } catch (IllegalArgumentException bad) {
            throw new IOException(url + " is no address of a control port, or a header is wrong");
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException nobody) {
            throw new IOException("no node answers at " + url
                    + "; start one with ./freshet, or name another with --url", nobody);
        }
    }

    private static IOException refused(int status, String body) {
        String detail = "";
        try {
            if (JsonValue.parse(body) instanceof Map<?, ?> problem
                    && problem.get("detail") instanceof String text) {
                detail = Answer.safe(text);
            }
        } catch (IOException notOurs) {
            detail = "this does not look like a control port of Freshet";
        }
        return new IOException(detail + " (HTTP " + status + ")" + (status == NOT_SIGNED_IN
                ? "; sign in with ./freshet ctl login, or give --token" : ""));
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
