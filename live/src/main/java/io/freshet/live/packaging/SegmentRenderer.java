package io.freshet.live.packaging;

import io.freshet.media.Payload;

/// Renders the multiplexed segments that players without CMAF get, on request.
public interface SegmentRenderer {

    /// The segment's bytes, a function of the segment alone.
    Payload render(MuxedSegment segment);
}
