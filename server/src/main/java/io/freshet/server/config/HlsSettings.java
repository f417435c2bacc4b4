package io.freshet.server.config;

import java.time.Duration;

/// Segments and parts.
///
/// @param enabled         whether HLS is made
/// @param segmentDuration wished for; key frames decide
/// @param partDuration    at most
/// @param windowSegments  in a playlist, at least
public record HlsSettings(boolean enabled, Duration segmentDuration, Duration partDuration,
        int windowSegments) {

    public HlsSettings {
        if (partDuration.compareTo(segmentDuration) >= 0) {
            throw new IllegalArgumentException("hls.part-duration " + partDuration.toMillis()
                    + "ms must be shorter than hls.segment-duration "
                    + segmentDuration.toMillis() + "ms");
        }
    }
}
