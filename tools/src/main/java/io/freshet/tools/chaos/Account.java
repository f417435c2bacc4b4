package io.freshet.tools.chaos;

/// What one viewer went through since the measured time began.
///
/// @param viewer          which
/// @param node            the node that it was at when the measured time began
/// @param longestGapMs    longest time without media; of HLS, without a new part or segment
/// @param reopens         connections that it had to open again
/// @param stalls          how often its player ran dry
/// @param stalledMs       for how long in all
/// @param lost            HLS: segments that were listed and could not be had, or were never listed
/// @param gaps            HLS: segments that were listed as missing
/// @param discontinuities HLS: where decoders had to be reset
/// @param backwards       how often time or numbers went back
/// @param lagMs           how far it fell behind where it was at first; of HLS 0
/// @param frames          frames, parts or segments that came
record Account(String viewer, String node, long longestGapMs, int reopens, int stalls,
        long stalledMs, int lost, int gaps, int discontinuities, int backwards, long lagMs,
        long frames) {
}
