package io.freshet.live.relay;

import io.freshet.live.packaging.PackagingOptions;

/// How much of a stream is kept for nodes that begin to follow it.
///
/// @param segments whole ones at least, as many as a playlist lists and those just gone from it
/// @param targets  target durations at least
/// @param bytesMax payload bytes at most; what is older goes, whatever is listed
public record BacklogBounds(int segments, int targets, long bytesMax) {

    /// A minute of 16 Mbit/s; payloads are shared with the GOP cache and the segments.
    private static final long BYTES_MAX = 128L << 20;
    /// Those that may still be fetched though they are no longer listed, and one for each track
    /// that is cut elsewhere than the pictures.
    private static final int MORE = 5;

    /// Enough for a packager with these options to list what one lists that was there from the
    /// beginning.
    public static BacklogBounds of(PackagingOptions options) {
        return new BacklogBounds(options.windowSegments() + MORE, options.windowTargets() + MORE,
                BYTES_MAX);
    }
}
