package io.freshet.live.packaging;

import io.freshet.media.Kind;
import io.freshet.media.Mark;
import io.freshet.media.Timestamp;

/// The numbers behind a cut.
///
/// Threading: immutable.
///
/// @param options how long segments are to be
record CutRules(PackagingOptions options) {

    private static final int SECOND_US = 1_000_000;

    /// Segment numbers start at epoch / (0.88 x segment duration): no segment but a forced one is
    /// shorter, so numbers never overtake those of a later start.
    long firstNumber(Timestamp at, long highWater) {
        long ms = at.on(1000).ticks();
        long shortestTimes100 = options.segmentDuration().toMillis() * 88;
        return Math.max(Math.multiplyExact(ms, 100L) / shortestTimes100, highWater + 1);
    }

    /// How far a key frame must be behind the last cut to begin the next segment.
    ///
    /// After a forced cut a quarter is enough: else cuts and key frames can miss each other for
    /// long.
    long leastTicks(Kind kind, int timescale, boolean afterForced) {
        long segment = options.segmentDuration().toMillis() * timescale;
        int percent = kind == Kind.AUDIO ? 100 : afterForced ? 25 : 88;
        return segment * percent / 100_000;
    }

    /// What EXTINF may round to after that cut.
    int limitSeconds(Mark.Cut cut) {
        return cut.targetSeconds() == 0
                ? PackagingOptions.MAX_TARGET_SECONDS : cut.targetSeconds();
    }

    /// Whether a segment of that length could round above the limit in any rendition.
    ///
    /// Sound is cut where pictures are shown, not decoded, and between its own frames: 100 ms off.
    boolean overruns(long ticks, int timescale, int limitSeconds) {
        return rounds(ticks + timescale / 10, timescale) > limitSeconds;
    }

    /// EXTINF as the target duration counts it: rounded to whole seconds.
    long rounds(long ticks, int timescale) {
        return (ticks * 2 + timescale) / (2L * timescale);
    }

    /// The target duration, from the length of the first segment.
    ///
    /// A stream without video is cut at the first frame past the segment duration; that rounds to
    /// it.
    int targetSeconds(Kind kind, long firstTicks, int timescale) {
        long wanted = options.segmentDuration().toMillis() * timescale / 1000;
        long longest = kind == Kind.VIDEO ? Math.max(wanted, firstTicks) : wanted;
        // RTMP's milliseconds make 2.001 s of what is 2 s.
        long exact = longest - timescale / 1000;
        return Math.clamp((exact + timescale - 1) / timescale, 1,
                PackagingOptions.MAX_TARGET_SECONDS);
    }

    /// A hole of this length is an outage and not a long frame: that would not fit into a part.
    long pauseTicks(TrackProgress track) {
        long part = options.partTicksMax(track.track().timescale());
        return coarse(track) ? Math.max(part, 2 * track.lastDuration())
                : part - track.lastDuration();
    }

    /// How far a track may be behind before it counts as silent.
    long patienceUs(TrackProgress track) {
        int timescale = track.track().timescale();
        long more = coarse(track)
                ? Timestamp.rescale(2 * track.lastDuration(), timescale, SECOND_US) : 0;
        return Math.min(SECOND_US + more, PackagingOptions.MAX_TARGET_SECONDS * (long) SECOND_US);
    }

    private boolean coarse(TrackProgress track) {
        return options.tooCoarseForParts(track.lastDuration(), track.track().timescale());
    }
}
