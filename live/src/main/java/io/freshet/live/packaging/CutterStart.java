package io.freshet.live.packaging;

/// What the leader knows of a stream before its first frame.
///
/// @param stream    the stream's key as in URLs; part of the session tag
/// @param token     fencing token of this leader; part of the session tag
/// @param highWater how far an earlier run has come; [HighWater#NONE] if there was none
public record CutterStart(String stream, long token, HighWater highWater) {

    /// What outlives a run, so that numbers never fall: kept on disk or in the directory.
    ///
    /// @param number        last segment number given
    /// @param discontinuity its discontinuity sequence
    public record HighWater(long number, int discontinuity) {

        /// The stream has never been cut.
        public static final HighWater NONE = new HighWater(0, 0);
    }
}
