package io.freshet.gateway;

import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;

/// Answers that several routes give.
///
/// Media may be played from pages of any origin: nothing here depends on cookies.
///
/// Threading: stateless; on the replier's loop.
public final class Answers {

    private static final HttpHeaders ERROR = HttpHeaders.of(
            "Content-Type", "text/plain; charset=utf-8",
            "Cache-Control", "no-store",
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff");
    private static final HttpHeaders PREFLIGHT = HttpHeaders.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers", "Range, If-None-Match, Authorization, "
                    + "CMCD-Object, CMCD-Request, CMCD-Session, CMCD-Status",
            "Access-Control-Max-Age", "86400");

    private Answers() {
    }

    /// An error with a reason in words; never cached.
    public static void error(HttpReplier replier, int status, String reason) {
        replier.reply(status, ERROR, HttpBody.text(reason + "\n"));
    }

    /// 503 to a viewer for whom there is no room now.
    public static void refuse(HttpReplier replier, Refusal refusal) {
        replier.reply(503, ERROR.with("Retry-After", Integer.toString(refusal.retryS()))
                .with("Access-Control-Expose-Headers", "Retry-After"),
                HttpBody.text(refusal.reason() + "\n"));
    }

    /// 429 to one who asks too often; a second later there is room for some more.
    static void tooOften(HttpReplier replier) {
        replier.reply(429, ERROR.with("Retry-After", "1")
                .with("Access-Control-Expose-Headers", "Retry-After"),
                HttpBody.text("too many requests from this address\n"));
    }

    /// 302 to another path of this server.
    static void redirect(HttpReplier replier, String location) {
        replier.reply(302, ERROR.with("Location", location), HttpBody.EMPTY);
    }

    /// 307 to another node; not cached, since the best one changes.
    static void redirectTo(HttpReplier replier, String url) {
        replier.reply(307, ERROR.with("Location", url), HttpBody.EMPTY);
    }

    static void preflight(HttpReplier replier) {
        replier.reply(204, PREFLIGHT, HttpBody.EMPTY);
    }

    static void methodNotAllowed(HttpReplier replier) {
        replier.reply(405, ERROR.with("Allow", "GET, HEAD, OPTIONS"),
                HttpBody.text("only GET, HEAD and OPTIONS are served here\n"));
    }
}
