package io.freshet.media;

import java.util.Map;

/// A cut or event that the leader of a stream writes between frames.
///
/// Packagers decide nothing: they are functions of frames and marks, so that every node that has
/// the same frames makes the same bytes. Only the leader may use timers.
public sealed interface Mark extends Signal {

    /// The next frame of the reference track begins a segment.
    ///
    /// @param sessionTag      names the publish session in URLs: 32 bits, written as 8 hex digits
    /// @param number          segment number, the previous + 1
    /// @param start           presentation time of the segment's first frame on the reference track
    /// @param targetSeconds   EXT-X-TARGETDURATION, the same for the whole session
    /// @param discontinuity   EXT-X-DISCONTINUITY-SEQUENCE of this segment
    /// @param breaks          true if decoders must reset between the previous segment and this one
    /// @param gapTicks        outage before `start` on its clock, listed as EXT-X-GAP; 0 if none
    /// @param initDigests     per track id, the digest that names its init segment
    /// @param dateOffsetMs    what to add to output time to get PROGRAM-DATE-TIME, ms
    /// @param token           fencing token of the leader that cut
    /// @param forced          true if the segment does not begin with a key frame
    record Cut(int sessionTag, long number, Timestamp start, int targetSeconds, int discontinuity,
            boolean breaks, long gapTicks, Map<Integer, String> initDigests, long dateOffsetMs,
            long token, boolean forced) implements Mark {

        public Cut {
            initDigests = Map.copyOf(initDigests);
        }
    }

    /// The publish session is over and will not come back.
    ///
    /// @param at end of the last frame
    record EndOfStream(Timestamp at) implements Mark {
    }

    /// The track is more than 1 s of media time behind and is no longer waited for.
    ///
    /// @param trackId which
    /// @param at      until where the others have come
    record TrackSilent(int trackId, Timestamp at) implements Mark {
    }

    /// A silent track has frames again.
    ///
    /// @param trackId which
    /// @param at      its first new frame
    record TrackBack(int trackId, Timestamp at) implements Mark {
    }
}
