package io.freshet.live.packaging;

import io.freshet.format.ts.PackedAudio;
import io.freshet.format.ts.TsClock;
import io.freshet.format.ts.TsSegmentWriter;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;

/// MPEG-TS segments, and packed audio for streams without video.
///
/// Threading: immutable.
///
/// @param clock from output time to stamps; [TsRenderer#of] gives each stream its own
public record TsRenderer(TsClock clock) implements SegmentRenderer {

    /// The renderer of that stream, the same on every node.
    public static TsRenderer of(StreamKey key) {
        return new TsRenderer(TsClock.of(key));
    }

    @Override
    public boolean carries(Track track) {
        return TsSegmentWriter.carries(track);
    }

    @Override
    public Payload render(MuxedSegment segment) {
        try {
            return segment.isAudioOnly() ? PackedAudio.of(segment.frames(), clock)
                    : TsSegmentWriter.write(segment.tracks(), segment.frames(), clock);
        } catch (MediaException e) {
            // A frame that its codec's other packagings let through: this segment has no bytes.
            return Bytes.EMPTY;
        }
    }
}
