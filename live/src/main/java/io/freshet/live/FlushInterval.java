package io.freshet.live;

import java.time.Duration;

/// How long frames may wait so that one write carries several of them to a viewer.
///
/// @param longest   at the latest so long after the first waiting byte
/// @param withVideo true to flush with every video frame as well
public record FlushInterval(Duration longest, boolean withVideo) {

    /// Every frame by itself: the lowest latency, the highest cost.
    public static final FlushInterval IMMEDIATE = new FlushInterval(Duration.ZERO, false);
    /// With every video frame; sound waits for the picture, 40 ms at the most.
    public static final FlushInterval VIDEO = new FlushInterval(Duration.ofMillis(40), true);

    /// How long a publisher's connection may rest after a read, since those who watch wait anyhow:
    /// a seventh of what they wait, and nothing where each frame or picture is sent at once.
    public Duration rest() {
        return withVideo ? Duration.ZERO : longest.dividedBy(7);
    }

    /// Every so often.
    ///
    /// @throws IllegalArgumentException unless 10 to 350 ms
    public static FlushInterval every(Duration interval) {
        long ms = interval.toMillis();
        if (ms < 10 || ms > 350) {
            throw new IllegalArgumentException("flush-interval " + ms
                    + "ms is not 0, video, or between 10ms and 350ms");
        }
        return new FlushInterval(interval, false);
    }
}
