package io.freshet.format.ac3;

import io.freshet.media.AudioCodec;
import io.freshet.media.Track;
import io.freshet.media.Traits;

/// An AC-3 or E-AC-3 track out of one of its frames; the clock is the sampling rate.
public final class Ac3Track {

    private Ac3Track() {
    }

    /// @param id     the track's
    /// @param header any frame's: rate and channels stay the same in a track
    public static Track of(int id, Ac3Header header) {
        return new Track(id, header.codec(), header.sampleRateHz(), header.specificBox(),
                header.codec() == AudioCodec.AC3 ? "ac-3" : "ec-3",
                new Traits.Sound(header.sampleRateHz(), header.channels(),
                        header.samplesPerFrame()), "");
    }
}
