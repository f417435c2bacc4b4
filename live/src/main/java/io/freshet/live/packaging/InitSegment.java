package io.freshet.live.packaging;

import io.freshet.format.mp4.CmafInit;
import io.freshet.media.Bytes;
import io.freshet.media.Kind;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An init segment and the digest that names it.
///
/// @param digest   of its bytes
/// @param resource `ftyp` and `moov`
record InitSegment(String digest, Resource resource) {

    /// The init segment of a track; empty for one that mp4 cannot carry.
    static Optional<InitSegment> of(Track track) {
        if (track.kind() == Kind.DATA) {
            return Optional.empty();
        }
        try {
            Bytes bytes = CmafInit.of(track);
            return Optional.of(new InitSegment(Digests.name(bytes),
                    Resource.of(track.kind() == Kind.VIDEO ? "video/mp4" : "audio/mp4", bytes)));
        } catch (MediaException e) {
            // A track without a usable configuration is not packaged; players of RTMP may still
            // take it.
            return Optional.empty();
        }
    }

    /// Per id of the tracks that can be packaged, the digest of its init segment.
    static Map<Integer, String> digests(Tracks tracks) {
        Map<Integer, String> digests = new LinkedHashMap<>();
        for (Track track : tracks.all()) {
            of(track).ifPresent(init -> digests.put(track.id(), init.digest()));
        }
        return digests;
    }
}
