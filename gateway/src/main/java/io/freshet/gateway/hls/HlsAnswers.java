package io.freshet.gateway.hls;

import io.freshet.live.packaging.PlaylistText;
import io.freshet.live.packaging.Resource;
import io.freshet.net.http.ByteRange;
import io.freshet.net.http.EntityTag;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import io.freshet.net.http.HttpReplier;
import io.freshet.net.http.HttpRequest;
import java.util.Optional;

/// Playlists and segments with the headers that caches and players need.
///
/// Threading: stateless; on the replier's loop.
final class HlsAnswers {

    private HlsAnswers() {
    }

    static void playlist(HttpRequest request, HttpReplier replier, PlaylistText text,
            boolean waitedFor) {
        // A loop that is late makes no shorter playlists; those that are made it sends.
        boolean gzip = request.headers().names("Accept-Encoding", "gzip")
                && (text.isGzipped() || !replier.loop().load().isPressed());
        PreparedPlaylist prepared = PreparedPlaylist.of(text);
        PreparedPlaylist.Form form = gzip ? prepared.gzip() : prepared.plain();
        if (EntityTag.matches(request.header("If-None-Match"), form.tag())) {
            replier.reply(304, form.fields(waitedFor), HttpBody.EMPTY);
        } else {
            replier.reply(200, form.fields(waitedFor), form.body());
        }
    }

    /// Answers, and says how many bytes of body.
    static long resource(HttpRequest request, HttpReplier replier, Resource found) {
        PreparedResource prepared = PreparedResource.of(found);
        HttpHeaders fields = prepared.fields();
        HttpBody body = prepared.body();
        if (EntityTag.matches(request.header("If-None-Match"), prepared.tag())) {
            replier.reply(304, fields, HttpBody.EMPTY);
            return 0;
        }
        Optional<String> range = request.header("Range");
        long length = body.length();
        if (range.isEmpty()) {
            replier.reply(200, fields, body);
            return length;
        }
        return switch (ByteRange.parse(range, length)) {
            case ByteRange.Answer.Whole _ -> {
                replier.reply(200, fields, body);
                yield length;
            }
            case ByteRange.Answer.Part(ByteRange part) -> {
                replier.reply(206, fields.with("Content-Range", part.contentRange(length)),
                        body.slice(part.offset(), part.count()));
                yield part.count();
            }
            case ByteRange.Answer.Unsatisfiable _ -> {
                replier.reply(416, fields.with("Content-Range", "bytes */" + length),
                        HttpBody.EMPTY);
                yield 0;
            }
        };
    }
}
