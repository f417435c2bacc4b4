package io.freshet.gateway.pages;

import io.freshet.gateway.Answers;
import io.freshet.gateway.Route;
import io.freshet.net.http.EntityTag;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The public pages: `/`, `/watch/APP/NAME` and `/assets/`, all in memory.
///
/// Threading: immutable.
public final class PagesRoute implements Route {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
            + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "ico", "image/x-icon");

    private final Map<String, Page> pages;

    private record Page(HttpHeaders headers, HttpBody body, String tag) {
    }

    /// @param files content by path in the build of the pages: `index.html`, `assets/app-1a2b.js`
    public PagesRoute(Map<String, byte[]> files) {
        Map<String, Page> made = new HashMap<>();
        files.forEach((path, bytes) -> made.put(path, page(path, bytes)));
        this.pages = Map.copyOf(made);
    }

    private static Page page(String path, byte[] bytes) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        String tag = EntityTag.of(Integer.toHexString(Arrays.hashCode(bytes))
                + "-" + bytes.length);
        HttpHeaders headers = HttpHeaders.of(
                "Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"),
                "Cache-Control", path.startsWith("assets/")
                        ? "public, max-age=31536000, immutable" : "no-cache",
                "ETag", tag,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "same-origin");
        if (extension.equals("html")) {
            headers = headers.with("Content-Security-Policy", POLICY);
        }
        return new Page(headers, HttpBody.of(ByteBuffer.wrap(bytes)), tag);
    }

    @Override
    public boolean serve(HttpRequest request, HttpReplier replier) {
        String path = request.path();
        String file = path.equals("/") ? "index.html"
                : path.startsWith("/watch/") ? "watch.html" : path.substring(1);
        Page page = pages.get(file);
        if (page == null) {
            if (path.equals("/") || path.startsWith("/watch/")) {
                Answers.error(replier, 404, "this build carries no pages");
                return true;
            }
            return false;
        }
        if (EntityTag.matches(request.header("If-None-Match"), page.tag())) {
            replier.reply(304, page.headers(), HttpBody.EMPTY);
        } else {
            replier.reply(200, page.headers(), page.body());
        }
        return true;
    }
}
