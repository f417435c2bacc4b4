package io.freshet.media;

/// What a track's configuration says about its picture or sound.
public sealed interface Traits {

    /// A picture.
    ///
    /// @param width         pixels shown, 0 if unknown
    /// @param height        pixels shown, 0 if unknown
    /// @param framesPerKilosecond frames in 1000 s, 29970 for 29.97 fps; 0 if not announced
    /// @param reorderFrames how many frames may precede a frame in DTS and follow it in PTS;
    ///                      -1 if not announced
    record Picture(int width, int height, int framesPerKilosecond, int reorderFrames)
            implements Traits {
    }

    /// A sound.
    ///
    /// @param sampleRateHz    samples a second as played, HE-AAC's doubled one included
    /// @param channels        1 to 255, 0 if unknown
    /// @param samplesPerFrame in units of the track's timescale, 0 if it varies (Opus)
    record Sound(int sampleRateHz, int channels, int samplesPerFrame) implements Traits {
    }

    /// Nothing to say: a data track.
    record None() implements Traits {
    }
}
