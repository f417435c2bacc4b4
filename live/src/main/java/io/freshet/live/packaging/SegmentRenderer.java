package io.freshet.live.packaging;

import io.freshet.media.Payload;
import io.freshet.media.Track;

/// Renders the multiplexed segments that players without CMAF get, on request.
public interface SegmentRenderer {

    /// Whether such a track can be in them; others are left out.
    boolean carries(Track track);

    /// The segment's bytes, a function of the segment alone.
    Payload render(MuxedSegment segment);
}
