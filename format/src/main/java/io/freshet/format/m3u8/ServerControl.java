package io.freshet.format.m3u8;

/// What the server can do for a player that asks, and how far from the end players stay.
///
/// Spec: draft-pantos-hls-rfc8216bis-14, 4.4.3.8
///
/// @param canBlockReload `_HLS_msn` and `_HLS_part` are answered when the playlist has come so far
/// @param canSkipUntilUs older segments may be left out of an update; 0 if never
/// @param holdBackUs     distance from the end without parts; 0 if not said
/// @param partHoldBackUs distance from the end with parts; 0 if not said
public record ServerControl(boolean canBlockReload, long canSkipUntilUs, long holdBackUs,
        long partHoldBackUs) {

    /// Says nothing: the tag is not written.
    public static final ServerControl NONE = new ServerControl(false, 0, 0, 0);
}
