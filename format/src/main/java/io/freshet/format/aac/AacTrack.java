package io.freshet.format.aac;

import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;

/// An AAC track out of its configuration.
///
/// The clock is the **core's** sampling rate, and `samplesPerFrame` counts core samples (1024 or
/// 960), so that one access unit always lasts `samplesPerFrame` ticks. HE-AAC that plays at
/// 48 000 Hz has timescale 24 000, samplesPerFrame 1024 and sampleRateHz 48 000; whether a decoder
/// finds SBR that nobody announced changes nothing.
public final class AacTrack {

    private AacTrack() {
    }

    /// @param id  the track's
    /// @param asc an AudioSpecificConfig; kept as it is
    public static Track of(int id, Bytes asc)
            throws MalformedMediaException, UnsupportedMediaException {
        AudioSpecificConfig config = AudioSpecificConfig.parse(asc.buffer());
        return new Track(id, AudioCodec.AAC, config.sampleRateHz(), asc, config.codecString(),
                new Traits.Sound(config.playedRateHz(), config.channels(),
                        config.samplesPerFrame()), "");
    }
}
