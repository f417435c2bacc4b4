package io.freshet.format.flv;

/// What a [FlvDemuxer] passes over or repairs, counted.
public enum FlvAnomaly {
    /// A frame before its decoder configuration: dropped.
    BEFORE_CONFIGURATION,
    /// A message, frame or configuration without bytes: dropped.
    EMPTY,
    /// A script message above the bound: dropped.
    OVERSIZED_SCRIPT,
    /// A picture shown before it is decoded: its track's PTS moved, see [VideoInput].
    COMPOSITION_SHIFTED,
    /// A message type or packet that says nothing we carry: dropped.
    IGNORED
}
