package io.freshet.net;

import java.time.Duration;

/// From which lag on a loop is pressed, and when that is over.
///
/// @param busyAbove   it is busy
/// @param fullAbove   it is full
/// @param resumeBelow it is neither any more
/// @param freePlaces  with fewer connections it is neither, however late it is: it is not they who
///                    make it late
public record LoadLimits(Duration busyAbove, Duration fullAbove, Duration resumeBelow,
        int freePlaces) {

    private static final Duration NEVER = Duration.ofDays(1000);

    /// Nothing follows from lag; of a loop's own it is not measured.
    public static final LoadLimits OFF = new LoadLimits(NEVER, NEVER, NEVER, 0);

    /// Whether nothing follows from lag.
    boolean isOff() {
        return fullAbove.equals(NEVER);
    }

    public LoadLimits {
        if (resumeBelow.compareTo(busyAbove) > 0 || busyAbove.compareTo(fullAbove) > 0) {
            throw new IllegalArgumentException("resume-below " + resumeBelow + ", busy-above "
                    + busyAbove + " and full-above " + fullAbove + " must not fall");
        }
    }
}
