package io.freshet.gateway.hls;

import io.freshet.live.packaging.Resource;
import io.freshet.net.http.EntityTag;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;

/// A segment, part or init segment as an answer, the same for all who ask.
///
/// Threading: immutable.
///
/// @param tag    entity tag
/// @param fields of the answer to a plain request
record PreparedResource(String tag, HttpHeaders fields, HttpBody body) {

    /// One URL has one content for ever.
    private static final HttpHeaders FIELDS = HttpHeaders.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Expose-Headers", "Content-Length, Content-Range",
            "X-Content-Type-Options", "nosniff",
            "Accept-Ranges", "bytes",
            "Cache-Control", "public, max-age=31536000, immutable");

    static PreparedResource of(Resource found) {
        return found.prepared(PreparedResource.class, PreparedResource::made);
    }

    private static PreparedResource made(Resource found) {
        String tag = EntityTag.of(found.digest());
        return new PreparedResource(tag,
                FIELDS.with("Content-Type", found.contentType()).with("ETag", tag),
                HttpBody.shared(found.payload().slices()));
    }
}
