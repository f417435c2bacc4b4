package io.freshet.gateway.hls;

import io.freshet.live.packaging.PlaylistText;
import io.freshet.live.packaging.Resource;
import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import io.freshet.net.http.ByteRange;
import io.freshet.net.http.EntityTag;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;

/// Playlists and segments with the headers that caches and players need.
///
/// Threading: stateless; on the replier's loop.
final class HlsAnswers {

    private static final HttpHeaders PLAYLIST = HttpHeaders.of(
            "Content-Type", PlaylistText.CONTENT_TYPE,
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff",
            "Vary", "Accept-Encoding");
    /// Segments: one URL has one content for ever.
    private static final HttpHeaders RESOURCE = HttpHeaders.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Expose-Headers", "Content-Length, Content-Range",
            "X-Content-Type-Options", "nosniff",
            "Accept-Ranges", "bytes",
            "Cache-Control", "public, max-age=31536000, immutable");
    /// A playlist without directives is old after a second; one that was waited for says what its
    /// URL asked for, for as long as players may ask.
    private static final String SHORT = "public, max-age=1";
    private static final String WAITED_FOR = "public, max-age=10";

    private HlsAnswers() {
    }

    static void playlist(HttpRequest request, HttpReplier replier, PlaylistText text,
            boolean waitedFor) {
        // A loop that is late makes no shorter playlists; those that are made it sends.
        boolean gzip = request.headers().names("Accept-Encoding", "gzip")
                && (text.isGzipped() || !replier.loop().load().isPressed());
        // A strong tag names bytes, and gzip makes others.
        String tag = EntityTag.of(text.digest() + (gzip ? "-gz" : ""));
        HttpHeaders headers = PLAYLIST.with("Cache-Control", waitedFor ? WAITED_FOR : SHORT)
                .with("ETag", tag);
        if (EntityTag.matches(request.header("If-None-Match"), tag)) {
            replier.reply(304, headers, HttpBody.EMPTY);
            return;
        }
        Bytes body = gzip ? text.gzip() : text.plain();
        replier.reply(200, gzip ? headers.with("Content-Encoding", "gzip") : headers,
                HttpBody.of(body.slices()));
    }

    /// Answers, and says how many bytes of body.
    static long resource(HttpRequest request, HttpReplier replier, Resource found) {
        Payload payload = found.payload();
        String tag = EntityTag.of(found.digest());
        HttpHeaders headers = RESOURCE.with("Content-Type", found.contentType()).with("ETag", tag);
        if (EntityTag.matches(request.header("If-None-Match"), tag)) {
            replier.reply(304, headers, HttpBody.EMPTY);
            return 0;
        }
        int length = payload.length();
        HttpBody whole = HttpBody.of(payload.slices());
        return switch (ByteRange.parse(request.header("Range"), length)) {
            case ByteRange.Answer.Whole _ -> {
                replier.reply(200, headers, whole);
                yield length;
            }
            case ByteRange.Answer.Part(ByteRange range) -> {
                replier.reply(206, headers.with("Content-Range", range.contentRange(length)),
                        whole.slice(range.offset(), range.count()));
                yield range.count();
            }
            case ByteRange.Answer.Unsatisfiable _ -> {
                replier.reply(416, headers.with("Content-Range", "bytes */" + length),
                        HttpBody.EMPTY);
                yield 0;
            }
        };
    }
}
