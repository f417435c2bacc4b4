package io.freshet.live.packaging;

import io.freshet.media.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rendition as it was at one moment.
///
/// Threading: immutable.
public final class RenditionView {

    private static final int MAX_DIGITS = 18;

    private final String path;
    private final Track track;
    private final List<Segment> left;
    private final List<Segment> listed;
    private final Tip tip;
    private final int advanceParts;
    private final PlaylistText full;
    private final PlaylistText delta;

    /// What follows the last whole segment.
    ///
    /// @param number of the open segment
    /// @param open   where it began; null if nothing is open
    /// @param init   its init segment
    /// @param dateMs its date
    /// @param parts  those that are complete
    /// @param listed parts are listed one by one
    /// @param independent what is there of the open segment begins with a key frame
    record Tip(long number, @Nullable Boundary open, InitSegment init, long dateMs,
            List<Part> parts, boolean listed, boolean independent) {

        Tip {
            parts = List.copyOf(parts);
        }
    }

    RenditionView(String path, SegmentWindow<Segment> window, Tip tip, Track track) {
        this.path = path;
        this.track = track;
        this.left = window.left();
        this.listed = window.listed();
        this.tip = tip;
        this.advanceParts = 0;
        this.full = new PlaylistText(() -> "");
        this.delta = full;
    }

    private RenditionView(RenditionView view, MediaPlaylists playlists) {
        this.path = view.path;
        this.track = view.track;
        this.left = view.left;
        this.listed = view.listed;
        this.tip = view.tip;
        this.advanceParts = playlists.options().advanceParts();
        this.full = new PlaylistText(() -> playlists.of(this).write());
        this.delta = new PlaylistText(() -> playlists.of(this).delta().write());
    }

    /// The same view with the playlists that the whole programme gives it.
    RenditionView in(MediaPlaylists playlists) {
        return new RenditionView(this, playlists);
    }

    /// The same view in a programme that lists no parts.
    RenditionView withoutParts() {
        return new RenditionView(this, new Tip(tip.number, tip.open, tip.init, tip.dateMs,
                List.of(), false, tip.independent));
    }

    private RenditionView(RenditionView view, Tip tip) {
        this.path = view.path;
        this.track = view.track;
        this.left = view.left;
        this.listed = view.listed;
        this.tip = tip;
        this.advanceParts = view.advanceParts;
        this.full = view.full;
        this.delta = view.delta;
    }

    /// Its path element in URLs, `v1`: its playlist is `v1.m3u8`, its segments are under `v1/`.
    public String path() {
        return path;
    }

    /// Its newest configuration.
    public Track track() {
        return track;
    }

    /// The playlist with all segments.
    public PlaylistText playlist() {
        return full;
    }

    /// The playlist for `_HLS_skip=YES`; the full one if nothing can be skipped.
    public PlaylistText deltaPlaylist() {
        return delta;
    }

    /// Number of the last segment that has anything to fetch, an open one included.
    public long lastMsn() {
        return tip.parts.isEmpty() || !tip.listed ? tip.number - 1 : tip.number;
    }

    /// Index of the last part in [#lastMsn]; -1 if it lists none.
    public int lastPart() {
        if (lastMsn() == tip.number) {
            return tip.parts.size() - 1;
        }
        return !tip.listed || listed.isEmpty() || !listed.getLast().listed() ? -1
                : listed.getLast().parts().size() - 1;
    }

    /// When the newest piece that can be fetched begins, output time in ms; 0 if there is none.
    public long newestMs() {
        if (lastMsn() == tip.number) {
            long before = tip.parts.stream().limit(tip.parts.size() - 1L).mapToLong(Part::ticks)
                    .sum();
            return tip.dateMs + before * 1000 / track.timescale();
        }
        if (listed.isEmpty()) {
            return 0;
        }
        Segment last = listed.getLast();
        long newest = last.listed() && !last.parts().isEmpty() ? last.parts().getLast().ticks()
                : last.ticks();
        return last.dateMs() + (last.ticks() - newest) * 1000 / last.track().timescale();
    }

    /// Whether the playlist has come so far: what `_HLS_msn` and `_HLS_part` wait for.
    ///
    /// @param part -1 for the whole segment
    public boolean contains(long msn, int part) {
        if (msn < tip.number) {
            // A part behind the last one of a whole segment is the first one of the next.
            boolean behind = msn == tip.number - 1 && !listed.isEmpty()
                    && listed.getLast().listed() && part >= listed.getLast().parts().size();
            return !behind || !tip.parts.isEmpty();
        }
        return msn == tip.number && tip.listed && part >= 0 && part < tip.parts.size();
    }

    /// Whether that segment or part is further ahead than anyone has reason to wait for: answered
    /// 400.
    ///
    /// @param part -1 for the whole segment
    public boolean isTooFarAhead(long msn, int part) {
        if (msn > lastMsn() + 2) {
            return true;
        }
        int known = msn == tip.number ? tip.parts.size() : 0;
        return msn >= tip.number && part >= known + advanceParts;
    }

    /// What is under a path below [#path].
    Lookup find(String rest) {
        if (rest.endsWith(".mp4")) {
            return init(rest.substring(0, rest.length() - 4));
        }
        long number = numberIn(rest);
        Boundary open = tip.open;
        if (open != null && tip.listed && number == open.number()) {
            return part(rest, open.path(), tip.parts, true);
        }
        Segment segment = at(listed, number);
        segment = segment == null ? at(left, number) : segment;
        if (segment == null || segment.gap()) {
            return new Lookup.Absent();
        }
        return rest.equals(segment.uri()) ? new Lookup.Found(segment.whole())
                : part(rest, segment.at().path(), segment.parts(), false);
    }

    /// Segments have no holes in their numbers.
    private static @Nullable Segment at(List<Segment> segments, long number) {
        long index = segments.isEmpty() ? -1 : number - segments.getFirst().number();
        return index < 0 || index >= segments.size() ? null : segments.get((int) index);
    }

    /// The digits after the first slash; -1 if there are none or too many.
    private static long numberIn(String rest) {
        int from = rest.indexOf('/') + 1;
        int to = from;
        long number = 0;
        while (to < rest.length() && Character.digit(rest.charAt(to), 10) >= 0) {
            number = number * 10 + Character.digit(rest.charAt(to), 10);
            to++;
        }
        return from == 0 || to == from || to - from > MAX_DIGITS ? -1 : number;
    }

    private Lookup init(String digest) {
        if (tip.init.digest().equals(digest)) {
            return new Lookup.Found(tip.init.resource());
        }
        for (Segment segment : listed) {
            if (segment.init().digest().equals(digest)) {
                return new Lookup.Found(segment.init().resource());
            }
        }
        return new Lookup.Absent();
    }

    private static Lookup part(String rest, String prefix, List<Part> parts, boolean open) {
        // At most as many as a segment has parts: a handful.
        for (int i = 0; i < parts.size(); i++) {
            if (rest.equals(MediaPlaylists.partUri(prefix, i))) {
                Part part = parts.get(i);
                return part.gap() ? new Lookup.Absent() : new Lookup.Found(part.resource());
            }
        }
        boolean next = open && rest.equals(MediaPlaylists.partUri(prefix, parts.size()));
        return next ? new Lookup.Expected() : new Lookup.Absent();
    }

    List<Segment> listed() {
        return listed;
    }

    Tip tip() {
        return tip;
    }

    boolean hasMedia() {
        for (Segment segment : listed) {
            if (!segment.gap()) {
                return true;
            }
        }
        return false;
    }
}
