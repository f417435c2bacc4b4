package io.freshet.control.quality;

import java.util.List;
import java.util.Optional;

/// What a publisher sent lately, in figures.
///
/// @param onAirMs    how long it has been on air
/// @param video      of the first video track; empty if there is none
/// @param audio      of the first audio track; empty if there is none
/// @param bitrateBps of the last 30 s, one figure for every 5 s, the oldest first
/// @param skewMs     how far sound arrives behind the picture with the same time; negative before
/// @param gaps       times in the last minute that nothing came for a second
/// @param longestGapMs the longest of them
/// @param repairs    timestamps mended in the last minute
/// @param standbyLost whether there were more publishers a minute ago
record IngestFigures(long onAirMs, Optional<Video> video, Optional<Audio> audio,
        List<Long> bitrateBps, long skewMs, int gaps, long longestGapMs, Mended repairs,
        boolean standbyLost) {

    IngestFigures {
        bitrateBps = List.copyOf(bitrateBps);
    }

    /// @param codec       for people: `H.264`
    /// @param declaredFps pictures a second as announced; 0 if it was not
    /// @param fps         as counted over the last 5 s
    /// @param gopMs       distance of the last two key frames; 0 if unknown
    /// @param sinceKeyMs  since the last key frame
    /// @param sinceMs     since the last picture
    /// @param reorders    whether pictures came in another order than they are shown
    /// @param openGops    whether the last key frame was one that others refer across
    record Video(String codec, double declaredFps, double fps, long gopMs, long sinceKeyMs,
            long sinceMs, boolean reorders, boolean openGops) {
    }

    /// @param sinceMs     since the last packet
    /// @param packetBytes mean size of the last 5 s' packets
    /// @param lossy       whether the codec makes small packets of silence
    record Audio(long sinceMs, double packetBytes, boolean lossy) {
    }

    /// @param jumps  the source's clock leapt
    /// @param sound  sound did not keep to its sample count
    /// @param order  frames came out of order
    /// @param dropped frames had no place
    record Mended(long jumps, long sound, long order, long dropped) {

        static final Mended NONE = new Mended(0, 0, 0, 0);

        long total() {
            return jumps + sound + order + dropped;
        }
    }
}
