package io.freshet.format.flv;

/// How much of a frame's time a [FlvMuxer] writes.
public enum Precision {
    /// DTS and PTS to the nearest millisecond: what players understand.
    MILLISECONDS,
    /// Every tick, by ModEx TimestampOffsetNano where milliseconds do not say it: for relays.
    TICKS
}
