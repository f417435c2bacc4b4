package io.freshet.media;

/// A point on one track's own clock.
///
/// @param ticks     position in 1/`timescale` s; may be negative before an edit
/// @param timescale ticks a second: 90 000 for video, the sample rate for audio
public record Timestamp(long ticks, int timescale) {

    public Timestamp {
        if (timescale < 1) {
            throw new IllegalArgumentException("timescale " + timescale + " is below 1");
        }
    }

    /// The same instant on another clock, rounded towards the past.
    public Timestamp on(int other) {
        return new Timestamp(rescale(ticks, timescale, other), other);
    }

    /// `ticks` of 1/`from` s in 1/`to` s, rounded towards the past.
    public static long rescale(long ticks, int from, int to) {
        if (from == to) {
            return ticks;
        }
        // Whole seconds first: epoch time in 90 kHz ticks times a timescale would overflow.
        long seconds = Math.floorDiv(ticks, from);
        long rest = Math.floorMod(ticks, from);
        return seconds * to + rest * to / from;
    }
}
