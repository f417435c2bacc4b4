package io.freshet.live.packaging;

import java.time.Duration;

/// How a stream is cut and how much of it is listed.
///
/// @param segmentDuration wanted length of a segment; key frames decide the real one
/// @param partDuration    wanted length of a part; whole frames decide the real one
/// @param windowSegments  segments listed at least
/// @param windowTargets   target durations listed at least
public record PackagingOptions(Duration segmentDuration, Duration partDuration, int windowSegments,
        int windowTargets) {

    /// 2 s segments in parts of 0.5 s; seven segments or ten target durations.
    public static final PackagingOptions DEFAULT =
            new PackagingOptions(Duration.ofSeconds(2), Duration.ofMillis(500), 7, 10);

    /// A longer target makes the delay of players without low latency longer than a minute.
    static final int MAX_TARGET_SECONDS = 10;

    /// Of PART-TARGET, which all parts of a segment but its last must fill.
    static final int MIN_PART_PERCENT = 85;

    public PackagingOptions {
        if (segmentDuration.toMillis() < 500
                || segmentDuration.compareTo(Duration.ofSeconds(MAX_TARGET_SECONDS)) > 0) {
            throw new IllegalArgumentException("hls.segment-duration " + segmentDuration
                    + " must be from 500ms to " + MAX_TARGET_SECONDS + "s");
        }
        if (partDuration.toMillis() < 100 || partDuration.compareTo(segmentDuration) >= 0) {
            throw new IllegalArgumentException("hls.part-duration " + partDuration
                    + " must be at least 100ms and shorter than hls.segment-duration "
                    + segmentDuration);
        }
        if (windowSegments < 3 || windowSegments > 10_000) {
            throw new IllegalArgumentException("hls.window-segments " + windowSegments
                    + " must be from 3 to 10000");
        }
        if (windowTargets < 3 || windowTargets > 10_000) {
            throw new IllegalArgumentException("hls.window-targets " + windowTargets
                    + " must be from 3 to 10000");
        }
    }

    /// How much of a stream is kept, about, if its key frames come as they are wanted.
    public Duration window() {
        Duration target = segmentDuration.plusSeconds(1);
        Duration bySegments = segmentDuration.multipliedBy(windowSegments);
        Duration byTargets = target.multipliedBy(windowTargets);
        return bySegments.compareTo(byTargets) > 0 ? bySegments : byTargets;
    }

    /// When a part is long enough, in ticks of a clock: milliseconds of RTMP may have made it a
    /// little shorter than it is.
    long partTicks(int timescale) {
        return partDuration.toMillis() * timescale * 99 / 100_000;
    }

    /// PART-TARGET, the longest a part can be, in ticks of a clock.
    long partTicksMax(int timescale) {
        return partTargetMs() * timescale / 1000;
    }

    /// Whether frames that last so long are too coarse to be listed in parts.
    ///
    /// Parts may leave so much of PART-TARGET unfilled: a longer frame could leave more.
    boolean tooCoarseForParts(long frameTicks, int timescale) {
        return frameTicks * 100
                > partDuration.toMillis() * timescale / 1000 * (100 - MIN_PART_PERCENT);
    }

    /// How many parts ahead of the last one a player may ask for: 3 s of them, three at least.
    ///
    /// Spec: draft-pantos-hls-rfc8216bis-14, 6.2.5.2, Advance Part Limit
    int advanceParts() {
        return (int) Math.max(3, Math.ceilDiv(3_000L, partTargetMs()));
    }

    /// PART-TARGET in milliseconds: a twentieth more than what is wanted, which one more frame of
    /// sound or of 25 pictures a second needs. Half a second is not whole with either, and what
    /// is left over at the end of a segment would be a part of its own.
    long partTargetMs() {
        return Math.min(partDuration.toMillis() * 105 / 100, segmentDuration.toMillis());
    }
}
