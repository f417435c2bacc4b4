package io.freshet.gateway.wire;

import java.util.ArrayDeque;

/// The positions where a viewer can start, newest last.
///
/// Threading: confined to one loop.
final class Starts {

    /// Of a stream without picture a joining viewer gets so much sound.
    static final long AUDIO_MS = 1000;

    private final ArrayDeque<Start> starts = new ArrayDeque<>();

    private record Start(long position, long ms) {
    }

    /// Adds one and forgets those that nobody needs any more.
    ///
    /// @param ms       output time of the frame there
    /// @param windowMs how far back a good start lies; 0 for the newest alone
    void add(long position, long ms, long windowMs) {
        if (windowMs == 0) {
            starts.clear();
        }
        starts.add(new Start(position, ms));
        while (starts.getFirst().ms() < ms - windowMs) {
            starts.removeFirst();
        }
    }

    void clear() {
        starts.clear();
    }

    /// Where a viewer should start: the oldest position kept at or after `oldest`; -1 if there is
    /// none.
    long best(long oldest) {
        for (Start start : starts) {
            if (start.position() >= oldest) {
                return start.position();
            }
        }
        return -1;
    }
}
