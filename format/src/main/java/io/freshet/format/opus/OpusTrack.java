package io.freshet.format.opus;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;

/// An Opus track out of its configuration: 48 000 ticks a second, packets of varying length.
public final class OpusTrack {

    /// Opus counts at this rate whatever went in.
    public static final int TIMESCALE = 48_000;

    private OpusTrack() {
    }

    /// @param id       the track's
    /// @param opusHead an identification header; kept as it is
    public static Track of(int id, Bytes opusHead)
            throws MalformedMediaException, UnsupportedMediaException {
        OpusHead head = OpusHead.parse(opusHead.buffer());
        return new Track(id, AudioCodec.OPUS, TIMESCALE, opusHead, "opus",
                new Traits.Sound(TIMESCALE, head.channels(), 0), "");
    }
}
