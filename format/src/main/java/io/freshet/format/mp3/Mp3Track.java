package io.freshet.format.mp3;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Track;
import io.freshet.media.Traits;

/// An MP3 track out of one of its frame headers; the clock is the sampling rate.
public final class Mp3Track {

    private Mp3Track() {
    }

    /// @param id     the track's
    /// @param header any frame's: version, rate and channels stay the same in a track
    public static Track of(int id, Mp3Header header) {
        return new Track(id, AudioCodec.MP3, header.sampleRateHz(), Bytes.EMPTY, "mp4a.40.34",
                new Traits.Sound(header.sampleRateHz(), header.channels(),
                        header.samplesPerFrame()), "");
    }
}
