package io.freshet.gateway.hls;

import io.freshet.live.packaging.PlaylistText;
import io.freshet.media.Bytes;
import io.freshet.net.http.EntityTag;
import io.freshet.net.http.HttpBody;
import io.freshet.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// One playlist as an answer: fields and body, the same for all who ask.
///
/// Threading: shared; each form is made by the first who wants it, twice at worst.
final class PreparedPlaylist {

    private static final HttpHeaders FIELDS = HttpHeaders.of(
            "Content-Type", PlaylistText.CONTENT_TYPE,
            "Access-Control-Allow-Origin", "*",
            "X-Content-Type-Options", "nosniff",
            "Vary", "Accept-Encoding");
    /// A playlist without directives is old after a second; one that was waited for says what its
    /// URL asked for, for as long as players may ask.
    private static final String SHORT = "public, max-age=1";
    private static final String WAITED_FOR = "public, max-age=10";

    private final PlaylistText text;
    private volatile @Nullable Form plain;
    private volatile @Nullable Form gzip;

    /// It as it is sent, plain or gzipped.
    ///
    /// @param tag       entity tag
    /// @param fields    of an answer to a request without directives
    /// @param waitedFor of an answer to one that was held
    record Form(String tag, HttpHeaders fields, HttpHeaders waitedFor, HttpBody body) {

        HttpHeaders fields(boolean waited) {
            return waited ? waitedFor : fields;
        }
    }

    private PreparedPlaylist(PlaylistText text) {
        this.text = text;
    }

    static PreparedPlaylist of(PlaylistText text) {
        return text.prepared(PreparedPlaylist.class, PreparedPlaylist::new);
    }

    Form plain() {
        Form known = plain;
        if (known == null) {
            known = form(text.plain(), EntityTag.of(text.digest()), FIELDS);
            plain = known;
        }
        return known;
    }

    Form gzip() {
        Form known = gzip;
        if (known == null) {
            // A strong tag names bytes, and gzip makes others.
            known = form(text.gzip(), EntityTag.of(text.digest() + "-gz"),
                    FIELDS.with("Content-Encoding", "gzip"));
            gzip = known;
        }
        return known;
    }

    private static Form form(Bytes bytes, String tag, HttpHeaders fields) {
        HttpHeaders tagged = fields.with("ETag", tag);
        return new Form(tag, tagged.with("Cache-Control", SHORT),
                tagged.with("Cache-Control", WAITED_FOR), HttpBody.shared(bytes.slices()));
    }
}
