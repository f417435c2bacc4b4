package io.freshet.media;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tracks of a stream from here on; replaces what an earlier one said.
///
/// @param all distinct ids, at most [#MAX_COUNT]; the default video and the default audio first
public record Tracks(List<Track> all) implements Signal {

    /// A programme with more is an attack: eight qualities, eight languages, eight data tracks.
    public static final int MAX_COUNT = 24;

    /// No tracks yet.
    public static final Tracks NONE = new Tracks(List.of());

    public Tracks {
        all = List.copyOf(all);
        if (all.size() > MAX_COUNT) {
            throw new IllegalArgumentException(all.size() + " tracks, at most " + MAX_COUNT);
        }
        Set<Integer> ids = new HashSet<>();
        for (Track track : all) {
            if (!ids.add(track.id())) {
                throw new IllegalArgumentException("track id " + track.id() + " occurs twice");
            }
        }
    }

    /// The first track of that kind: what players without multitrack get.
    public Optional<Track> first(Kind kind) {
        // Asked for each frame: a loop costs a third of a stream.
        for (Track track : all) {
            if (track.kind() == kind) {
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    /// The track with that id.
    public Optional<Track> byId(int id) {
        for (Track track : all) {
            if (track.id() == id) {
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    /// These tracks with `track` in the place of the one with its id, or at the end.
    public Tracks with(Track track) {
        List<Track> next = new ArrayList<>(all);
        next.replaceAll(old -> old.id() == track.id() ? track : old);
        if (!next.contains(track)) {
            next.add(track);
        }
        return new Tracks(next);
    }
}
