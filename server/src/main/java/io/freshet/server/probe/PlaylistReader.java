package io.freshet.server.probe;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.MultivariantPlaylist;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.media.Clock;
import io.freshet.media.MalformedMediaException;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Watches by HLS: waits for a part that is new, fetches it, and looks how old its first frame is.
///
/// Spec: draft-pantos-hls-rfc8216bis, 6.2.5.2 (blocking playlist reload)
///
/// Threading: confined to the loop that it asks on.
final class PlaylistReader {

    /// Parts of one turn; their pace is the stream's.
    private static final int PARTS_MAX = 8;

    private final BiConsumer<URI, Consumer<String>> get;
    private final Arrivals arrivals;
    private final Figures figures;
    private final Clock clock;
    private int parts;

    /// @param get fetches, and tells the body of a success
    PlaylistReader(BiConsumer<URI, Consumer<String>> get, Arrivals arrivals, Figures figures,
            Clock clock) {
        this.get = get;
        this.arrivals = arrivals;
        this.figures = figures;
        this.clock = clock;
    }

    /// A part, and from when to when it lasts, on the output timeline.
    record Newest(URI uri, long startMs, long endMs) {
    }

    /// Begins with the playlist of all variants.
    void begin(URI multivariant) {
        get.accept(multivariant, text -> variant(text).ifPresent(uri -> {
            URI media = multivariant.resolve(uri);
            get.accept(media, first -> media(first).ifPresent(playlist -> next(media, playlist)));
        }));
    }

    private static Optional<String> variant(String text) {
        try {
            return MultivariantPlaylist.parse(text).variants().stream().findFirst()
                    .map(MultivariantPlaylist.Variant::uri);
        } catch (MalformedMediaException ours) {
            return Optional.empty();
        }
    }

    private static Optional<MediaPlaylist> media(String text) {
        try {
            return Optional.of(MediaPlaylist.parse(text));
        } catch (MalformedMediaException ours) {
            return Optional.empty();
        }
    }

    /// Waits for the part behind those that `known` lists.
    private void next(URI media, MediaPlaylist known) {
        // A bound, and a stream that makes no parts is not asked for any.
        if (parts++ >= PARTS_MAX || known.partTargetUs() == 0 || known.ended()) {
            return;
        }
        URI held = URI.create(media + "?_HLS_msn=" + known.nextSequence() + "&_HLS_part="
                + known.open().parts().size());
        get.accept(held, text -> media(text).ifPresent(fresh -> newest(media, fresh)
                .ifPresent(part -> get.accept(part.uri(), _ -> {
                    long nowNs = clock.monotonicNs();
                    arrivals.first(part.startMs(), part.endMs()).ifPresent(came ->
                            figures.add(nowNs - came));
                    next(media, fresh);
                }))));
    }

    /// The newest part that a playlist lists.
    static Optional<Newest> newest(URI media, MediaPlaylist playlist) {
        MediaSegment open = playlist.open();
        boolean whole = open.parts().isEmpty() && !playlist.segments().isEmpty();
        MediaSegment last = whole ? playlist.segments().getLast() : open;
        if (last.parts().isEmpty() || last.dateMs() == MediaSegment.NO_DATE) {
            return Optional.empty();
        }
        PartialSegment part = last.parts().getLast();
        long endUs = last.dateMs() * 1000 + last.partsUs();
        return Optional.of(new Newest(media.resolve(part.uri()),
                (endUs - part.durationUs()) / 1000, endUs / 1000));
    }
}
