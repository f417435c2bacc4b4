package io.freshet.live.packaging;

import io.freshet.media.Payload;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bytes under one URL, the same for ever.
///
/// Threading: shared; made by the first reader, and twice at worst when two come at once.
public final class Resource {

    private final String contentType;
    private final Supplier<Payload> source;
    private volatile @Nullable Payload payload;
    private volatile @Nullable String digest;
    private volatile @Nullable Object prepared;

    Resource(String contentType, Supplier<Payload> source) {
        this.contentType = contentType;
        this.source = source;
    }

    /// A resource whose bytes are there already.
    static Resource of(String contentType, Payload payload) {
        Resource ready = new Resource(contentType, () -> payload);
        ready.payload = payload;
        return ready;
    }

    /// For the header of that name.
    public String contentType() {
        return contentType;
    }

    /// Whether the bytes are there, so that [#payload] costs nothing.
    public boolean isReady() {
        return payload != null;
    }

    /// The bytes; frames in it are shared with the window.
    public Payload payload() {
        Payload known = payload;
        if (known == null) {
            known = source.get();
            payload = known;
        }
        return known;
    }

    /// Digest of the bytes, without quotes: the ETag, and what nodes compare.
    public String digest() {
        String known = digest;
        if (known == null) {
            known = Digests.name(payload());
            digest = known;
        }
        return known;
    }

    /// What who serves it has made of it for all answers; kept as long as it is.
    ///
    /// @param make called once, or twice at worst when two come at once
    public <T> T prepared(Class<T> type, Function<Resource, T> make) {
        Object known = prepared;
        if (!type.isInstance(known)) {
            known = make.apply(this);
            prepared = known;
        }
        return type.cast(known);
    }
}
