package io.freshet.format.avc;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;

/// Makes tracks of H.264 configurations.
///
/// Spec: RFC 6381, 3.3; ISO/IEC 14496-15:2022, annex E
public final class AvcTrack {

    private static final int TIMESCALE = 90_000;

    private AvcTrack() {
    }

    /// The track that an `avcC` announces.
    ///
    /// Its configuration is rewritten for 4-byte lengths, and profile and level are the SPS's own:
    /// so equal parameter sets give equal tracks, wherever they came from.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static Track of(int id, Bytes avcC) throws MalformedMediaException {
        return of(id, AvcConfiguration.parse(avcC.buffer()));
    }

    /// The track of a configuration that was put together from parameter sets.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static Track of(int id, AvcConfiguration configuration)
            throws MalformedMediaException {
        AvcConfiguration canonical = AvcConfiguration.of(configuration.allSets());
        AvcSps sps = AvcSps.parse(canonical.sps().getFirst().buffer());
        Traits traits = new Traits.Picture(sps.width(), sps.height(), sps.framesPerKilosecond(),
                sps.reorderFrames());
        return new Track(id, VideoCodec.AVC, TIMESCALE, canonical.write(), sps.codecString(),
                traits, "");
    }
}
