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
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The public pages: `/`, `/watch/APP/NAME` and `/assets/`, all in memory.
///
/// Threading: immutable; asks for other nodes on the connection's loop.
public final class PagesRoute implements Route {

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
    private final Supplier<? extends Collection<String>> others;

    private record Page(HttpHeaders headers, HttpBody body, String tag, boolean html) {
    }

    /// @param files  content by path in the build of the pages: `index.html`, `assets/app-1a2b.js`
    /// @param others nodes to which players may be sent, `http://HOST:PORT`
    public PagesRoute(Map<String, byte[]> files,
            Supplier<? extends Collection<String>> others) {
        this.others = others;
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
        return new Page(headers, HttpBody.of(ByteBuffer.wrap(bytes)), tag,
                extension.equals("html"));
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
        HttpHeaders headers = page.html() ? page.headers().with("Content-Security-Policy",
                PagePolicy.of(others.get())) : page.headers();
        if (EntityTag.matches(request.header("If-None-Match"), page.tag())) {
            replier.reply(304, headers, HttpBody.EMPTY);
        } else {
            replier.reply(200, headers, page.body());
        }
        return true;
    }
}
