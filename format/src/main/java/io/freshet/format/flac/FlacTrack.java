package io.freshet.format.flac;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;

/// A FLAC track out of its configuration; the clock is the sampling rate.
public final class FlacTrack {

    private FlacTrack() {
    }

    /// @param id            the track's
    /// @param configuration `fLaC` and the STREAMINFO block; kept as it is
    public static Track of(int id, Bytes configuration) throws MalformedMediaException {
        StreamInfo info = StreamInfo.parse(configuration.buffer());
        boolean constant = info.minBlockTicks() == info.maxBlockTicks();
        return new Track(id, AudioCodec.FLAC, info.sampleRateHz(), configuration, "fLaC",
                new Traits.Sound(info.sampleRateHz(), info.channels(),
                        constant ? info.maxBlockTicks() : 0), "");
    }
}
