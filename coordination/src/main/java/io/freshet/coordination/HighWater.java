package io.freshet.coordination;

/// How far a stream's numbers have come, so that they never fall.
///
/// @param segment       highest segment number that may have been announced; 0 if none
/// @param discontinuity discontinuity sequence of that segment
public record HighWater(long segment, int discontinuity) {

    /// Of a stream that has announced nothing.
    public static final HighWater NONE = new HighWater(0, 0);

    /// The one that is further.
    public HighWater max(HighWater other) {
        return other.segment > segment ? other : this;
    }
}
