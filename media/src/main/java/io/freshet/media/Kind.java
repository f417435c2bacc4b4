package io.freshet.media;

/// What a track carries.
public enum Kind {
    VIDEO,
    AUDIO,
    /// Captions, cue points, script data: never waited for, never cut on.
    DATA
}
