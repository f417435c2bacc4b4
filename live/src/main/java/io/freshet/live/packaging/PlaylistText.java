package io.freshet.live.packaging;

import io.freshet.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// One playlist as bytes, plain and gzipped; rendered by the first who reads it.
///
/// Threading: shared; rendered twice at worst when two come at once.
public final class PlaylistText {

    /// For the header of that name.
    public static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

    private final Supplier<String> source;
    private volatile @Nullable Bytes plain;
    private volatile @Nullable Bytes gzip;
    private volatile @Nullable String digest;
    private volatile @Nullable Object prepared;

    PlaylistText(Supplier<String> source) {
        this.source = source;
    }

    /// A playlist that is rendered when it is read first.
    public static PlaylistText of(Supplier<String> source) {
        return new PlaylistText(source);
    }

    /// The text in UTF-8.
    public Bytes plain() {
        Bytes known = plain;
        if (known == null) {
            known = Bytes.wrap(source.get().getBytes(StandardCharsets.UTF_8));
            plain = known;
        }
        return known;
    }

    /// The text for `Content-Encoding: gzip`.
    public Bytes gzip() {
        Bytes known = gzip;
        if (known == null) {
            known = compressed(plain());
            gzip = known;
        }
        return known;
    }

    /// Whether somebody has had it gzipped already.
    public boolean isGzipped() {
        return gzip != null;
    }

    /// Digest of the text, without quotes: the ETag.
    public String digest() {
        String known = digest;
        if (known == null) {
            known = Digests.name(plain());
            digest = known;
        }
        return known;
    }

    /// What who serves it has made of it for all answers; kept as long as it is.
    ///
    /// @param make called once, or twice at worst when two come at once
    public <T> T prepared(Class<T> type, Function<PlaylistText, T> make) {
        Object known = prepared;
        if (!type.isInstance(known)) {
            known = make.apply(this);
            prepared = known;
        }
        return type.cast(known);
    }

    private static Bytes compressed(Bytes plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Bytes.wrap(out.toByteArray());
    }
}
