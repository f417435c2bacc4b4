package io.freshet.live.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that HLS serves of one stream, as it was at one moment.
///
/// Paths are relative to the stream's own: `index.m3u8`, `v1.m3u8`, `ts.m3u8` are playlists;
/// `v1/{digest}.mp4`, `v1/{tag}/{number}.{part}.m4s`, `v1/{tag}/{number}-{parts}.m4s` and
/// `{tag}/{number}.ts` are resources, whose bytes never change.
///
/// Threading: immutable; read by any thread.
public final class HlsView {

    /// Nothing yet.
    public static final HlsView EMPTY = new HlsView();

    private final List<RenditionView> renditions;
    private final List<MuxedSegment> muxed = new ArrayList<>();
    private final @Nullable PlaylistText multivariant;
    private final @Nullable PlaylistText ts;
    private final int targetSeconds;
    private final boolean ended;

    private HlsView() {
        this.renditions = List.of();
        this.multivariant = null;
        this.ts = null;
        this.targetSeconds = 0;
        this.ended = false;
    }

    HlsView(List<RenditionView> renditions, SegmentWindow<MuxedSegment> window,
            MediaPlaylists playlists) {
        List<RenditionView> views =
                renditions.stream().map(view -> view.in(playlists)).toList();
        List<MuxedSegment> listed = window.listed();
        this.renditions = views;
        this.muxed.addAll(window.left());
        this.muxed.addAll(listed);
        this.multivariant = new PlaylistText(() -> Multivariants.of(views).write());
        this.ts = listed.isEmpty() ? null
                : new PlaylistText(() -> playlists.ofMuxed(listed).write());
        this.targetSeconds = playlists.targetSeconds();
        this.ended = playlists.ended();
    }

    /// `index.m3u8`; empty until every track that is heard has a whole segment.
    public Optional<PlaylistText> multivariant() {
        return Optional.ofNullable(multivariant);
    }

    /// `ts.m3u8`; empty until there is a whole segment.
    public Optional<PlaylistText> ts() {
        return Optional.ofNullable(ts);
    }

    /// The renditions, the reference first.
    public List<RenditionView> renditions() {
        return renditions;
    }

    /// The rendition whose playlist is `{path}.m3u8`.
    public Optional<RenditionView> rendition(String path) {
        return renditions.stream().filter(view -> view.path().equals(path)).findFirst();
    }

    /// EXT-X-TARGETDURATION, s; 0 while there is no playlist.
    public int targetSeconds() {
        return targetSeconds;
    }

    /// Whether the playlists have EXT-X-ENDLIST.
    public boolean ended() {
        return ended;
    }

    /// The init segment, part or segment at that path.
    public Lookup find(String path) {
        int slash = path.indexOf('/');
        if (slash > 0) {
            Optional<RenditionView> view = rendition(path.substring(0, slash));
            if (view.isPresent()) {
                return view.get().find(path.substring(slash + 1));
            }
        }
        for (MuxedSegment segment : muxed) {
            if (!segment.gap() && segment.uri().equals(path)) {
                return new Lookup.Found(segment.resource());
            }
        }
        return new Lookup.Absent();
    }
}
