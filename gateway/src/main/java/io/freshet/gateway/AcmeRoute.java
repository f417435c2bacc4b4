package io.freshet.gateway;

import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.Function;

/// `/.well-known/acme-challenge/TOKEN`: shows a certificate authority that a name leads here. Open
/// to everybody, whatever the rules of playback are.
///
/// Spec: RFC 8555, 8.3.
///
/// Threading: shared; called on the connection's loop.
public final class AcmeRoute implements Route {

    private static final String FOLDER = "/.well-known/acme-challenge/";
    private static final HttpHeaders HEADERS = HttpHeaders.of(
            "Content-Type", "application/octet-stream",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff");

    private final Function<String, Optional<String>> answers;

    /// @param answers what to say to a token, if it is one of ours; at once
    public AcmeRoute(Function<String, Optional<String>> answers) {
        this.answers = answers;
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads || !request.path().startsWith(FOLDER)) {
            return false;
        }
        Optional<String> answer = answers.apply(request.path().substring(FOLDER.length()));
        if (answer.isPresent()) {
            replier.reply(200, HEADERS, HttpBody.text(answer.get()));
        } else {
            Answers.error(replier, 404, "no certificate is being asked for with this token");
        }
        return true;
    }
}
