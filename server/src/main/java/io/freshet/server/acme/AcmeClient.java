package io.freshet.server.acme;

import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Body;
import io.freshet.media.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One conversation with the authority: its directory, our account, and signed requests.
///
/// Spec: RFC 8555, 6 and 7.1 to 7.3.
///
/// Threading: confined to one thread, which it blocks.
final class AcmeClient {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    /// A certificate chain has some KiB.
    private static final long ANSWER_BYTES_MAX = 256 << 10;
    /// After that the nonces are not the trouble.
    private static final int NONCES_MAX = 4;
    /// An authority that wants more is asked again by the back-off.
    private static final long RETRY_AFTER_MAX_S = Duration.ofDays(7).toSeconds();

    private final HttpClient http;
    private final AccountKey key;
    private final Body directory;
    private String account = "";
    private String nonce = "";

    /// @param text       of the body
    /// @param location   of what was made
    /// @param retryAfter how long to wait before the next question; zero if it is not said
    record Answer(String text, Optional<URI> location, Duration retryAfter) {

        Body json() throws AcmeFailure {
            try {
                return Body.parse(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
            } catch (ApiProblem strange) {
                throw new AcmeFailure("the authority's answer is no JSON object");
            }
        }
    }

    /// Reads the directory.
    AcmeClient(HttpClient http, URI directory, AccountKey key)
            throws AcmeFailure, IOException, InterruptedException {
        this.http = http;
        this.key = key;
        this.directory = answer(send(request(directory).GET())).json();
    }

    /// Makes the account, or finds the one that the key has.
    void open(String email) throws AcmeFailure, IOException, InterruptedException {
        String contact = email.isEmpty() ? "" : ",\"contact\":[\"mailto:" + email + "\"]";
        account = post(named("newAccount"), "{\"termsOfServiceAgreed\":true" + contact + "}")
                .location().orElseThrow(() -> new AcmeFailure("the account has no address"))
                .toString();
    }

    /// An address of the directory.
    URI named(String name) throws AcmeFailure {
        return url(directory, name);
    }

    /// An address in an answer.
    static URI url(Body in, String name) throws AcmeFailure {
        String text = text(in, name);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException strange) {
            throw new AcmeFailure("the authority's " + name + " is no URL");
        }
    }

    /// A text in an answer.
    static String text(Body in, String name) throws AcmeFailure {
        try {
            return in.text(name);
        } catch (ApiProblem missing) {
            throw new AcmeFailure("the authority's answer has no " + name);
        }
    }

    /// Reads what only we may see.
    Answer read(URI url) throws AcmeFailure, IOException, InterruptedException {
        return post(url, "");
    }

    /// Sends a signed request; once more with another nonce if that was the trouble.
    Answer post(URI url, String payload) throws AcmeFailure, IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            String header = "{\"alg\":\"ES256\"," + (account.isEmpty() ? "\"jwk\":" + key.jwk()
                    : "\"kid\":\"" + account + "\"") + ",\"nonce\":\"" + nonce()
                    + "\",\"url\":\"" + url + "\"}";
            try {
                return answer(send(request(url).header("Content-Type", "application/jose+json")
                        .POST(BodyPublishers.ofString(key.signed(header, payload)))));
            } catch (AcmeFailure failure) {
                if (!failure.isBadNonce() || tries == NONCES_MAX) {
                    throw failure;
                }
            }
        }
    }

    private String nonce() throws AcmeFailure, IOException, InterruptedException {
        if (nonce.isEmpty()) {
            send(request(named("newNonce")).HEAD());
        }
        String taken = nonce;
        nonce = "";
        if (!taken.matches("[A-Za-z0-9_-]{1,500}")) {
            throw new AcmeFailure("the authority gives no nonce");
        }
        return taken;
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).timeout(ANSWER).header("User-Agent", "freshet");
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.limiting(
                BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX));
        response.headers().firstValue("Replay-Nonce").ifPresent(fresh -> nonce = fresh);
        return response;
    }

    private static Answer answer(HttpResponse<String> response) throws AcmeFailure {
        Duration retryAfter = response.headers().firstValue("Retry-After")
                // A date is allowed, too; the back-off does as well then.
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(RETRY_AFTER_MAX_S,
                        Long.parseLong(text)))).orElse(Duration.ZERO);
        if (response.statusCode() >= 300) {
            throw failure(response, retryAfter);
        }
        return new Answer(response.body(), response.headers().firstValue("Location")
                .map(text -> response.uri().resolve(text)), retryAfter);
    }

    private static AcmeFailure failure(HttpResponse<String> response, Duration retryAfter) {
        String from = response.uri().getHost() + " answered " + response.statusCode();
        try {
            Body problem = Body.parse(Bytes.wrap(response.body().getBytes(StandardCharsets.UTF_8)));
            return new AcmeFailure(from + ": " + said(problem),
                    problem.optionalText("type").orElse(""), retryAfter);
        } catch (ApiProblem noProblem) {
            return new AcmeFailure(from, "", retryAfter);
        }
    }

    /// What a problem document says, on one line.
    static String said(Body problem) throws ApiProblem {
        String type = problem.optionalText("type").orElse("");
        String words = problem.optionalText("detail").orElse("no reason given") + " ("
                + type.substring(type.lastIndexOf(':') + 1) + ")";
        String line = words.replaceAll("[\\p{Cntrl}]+", " ");
        return line.substring(0, Math.min(400, line.length()));
    }
}
