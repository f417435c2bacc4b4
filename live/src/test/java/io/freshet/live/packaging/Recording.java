package io.freshet.live.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.format.m3u8.MediaSegment;
import io.freshet.format.m3u8.PartialSegment;
import io.freshet.format.m3u8.PlaylistRules;
import io.freshet.format.m3u8.RenditionRules;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Mark;
import io.freshet.media.Payload;
import io.freshet.media.Signal;
import io.freshet.media.Timestamp;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Everything that a packager has served while it was fed: playlists, and bytes by URL.
final class Recording {

    final Packager packager = new Packager(PackagingOptions.DEFAULT,
            new CountingRenderer(), this::take);
    final Map<String, List<MediaPlaylist>> playlists = new TreeMap<>();
    final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final Map<String, Resource> known = new LinkedHashMap<>();
    final List<String> multivariants = new ArrayList<>();
    private final List<String> wrongUpdates = new ArrayList<>();

    /// As many bytes as frames.
    private static final class CountingRenderer implements SegmentRenderer {

        @Override
        public boolean carries(Track track) {
            return track.kind() != Kind.DATA;
        }

        @Override
        public Payload render(MuxedSegment segment) {
            return Bytes.wrap(new byte[segment.frames().size()]);
        }
    }

    /// Feeds a new packager signal by signal.
    static Recording of(List<Signal> signals) {
        Recording recording = new Recording();
        signals.forEach(signal -> recording.packager.onSignals(List.of(signal)));
        return recording;
    }

    /// What a node that joins at `index` is given: all from the last mark on, and what is placed
    /// by its time from there on.
    static List<Signal> from(List<Signal> signals, int index) {
        int at = index;
        while (!(signals.get(at) instanceof Mark.Cut)) {
            at--;
        }
        Mark.Cut cut = (Mark.Cut) signals.get(at);
        Timestamp start = cut.start();
        int reference = -1;
        List<Signal> feed = new ArrayList<>();
        for (Signal signal : signals.subList(0, at)) {
            if (signal instanceof Tracks tracks) {
                reference = tracks.all().stream().filter(track -> track.kind() == Kind.VIDEO
                        && cut.initDigests().containsKey(track.id()))
                        .findFirst().map(Track::id).orElse(-1);
            }
            // Of another quality from its key frame on, which may lie a little before.
            boolean early = signal instanceof Frame frame && frame.track().id() != reference
                    && frame.ptsOn(start.timescale()) >= start.ticks()
                            - (frame.kind() == Kind.VIDEO ? start.timescale() : 0);
            if (early || signal instanceof Tracks) {
                feed.add(signal);
            }
        }
        feed.addAll(signals.subList(at, signals.size()));
        return feed;
    }

    HlsView view() {
        return packager.view();
    }

    /// The newest playlist of `v1`, `a2` or `ts`.
    MediaPlaylist last(String path) {
        return playlists.get(path).getLast();
    }

    private void take(HlsView view) {
        Map<String, MediaPlaylist> now = new TreeMap<>();
        view.renditions().forEach(rendition ->
                now.put(rendition.path() + ".m3u8", parse(text(rendition.playlist()))));
        now.keySet().forEach(uri -> wrongUpdates.addAll(RenditionRules.check(uri, now, now, now)));
        multivariants.add(text(view.multivariant().orElseThrow()));
        for (RenditionView rendition : view.renditions()) {
            MediaPlaylist playlist = Objects.requireNonNull(now.get(rendition.path() + ".m3u8"));
            take(rendition.path(), playlist);
            merge(playlist, parse(text(rendition.deltaPlaylist())));
            for (MediaSegment segment : playlist.segments()) {
                take(view, segment);
            }
            take(view, playlist.open());
        }
        view.ts().ifPresent(ts -> take("ts", parse(text(ts))));
    }

    private void take(String path, MediaPlaylist playlist) {
        List<MediaPlaylist> all = playlists.computeIfAbsent(path, _ -> new ArrayList<>());
        if (all.isEmpty() || !all.getLast().equals(playlist)) {
            all.add(playlist);
        }
    }

    private void merge(MediaPlaylist full, MediaPlaylist update) {
        try {
            if (!full.merged(update).equals(full)) {
                wrongUpdates.add("an update does not merge to the full playlist");
            }
        } catch (MalformedMediaException e) {
            throw new AssertionError(e);
        }
    }

    private void take(HlsView view, MediaSegment segment) {
        for (PartialSegment part : segment.parts()) {
            if (!part.gap()) {
                take(view, part.uri());
            }
        }
        if (!segment.uri().isEmpty() && !segment.gap()) {
            take(view, segment.uri());
        }
        if (!segment.mapUri().isEmpty()) {
            take(view, segment.mapUri());
        }
    }

    private void take(HlsView view, String uri) {
        // Each view lists a hundred, nearly all of which were in the one before.
        if (!(view.find(uri) instanceof Lookup.Found(Resource found))) {
            throw new AssertionError(uri + " is listed and not there");
        }
        if (found.equals(known.put(uri, found))) {
            return;
        }
        byte[] bytes = found.payload().toArray();
        byte[] before = resources.putIfAbsent(uri, bytes);
        assertThat(before == null || Arrays.equals(before, bytes))
                .as("%s never changes", uri).isTrue();
    }

    /// What the checker says about each rendition, one by one and against each other.
    List<String> violations() {
        List<String> all = new ArrayList<>(wrongUpdates);
        playlists.forEach((path, served) -> PlaylistRules.check(served)
                .forEach(violation -> all.add(path + ": " + violation)));
        all.addAll(PlaylistRules.acrossRenditions(playlists.values().stream()
                .map(List::getLast).toList()));
        return all;
    }

    static String text(PlaylistText text) {
        return new String(text.plain().toArray(), StandardCharsets.UTF_8);
    }

    private static MediaPlaylist parse(String text) {
        try {
            return MediaPlaylist.parse(text);
        } catch (MalformedMediaException e) {
            throw new AssertionError(text, e);
        }
    }
}
