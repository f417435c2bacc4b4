package io.freshet.format.hevc;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;

/// Makes tracks of H.265 configurations.
///
/// Spec: ISO/IEC 14496-15:2022, annex E
public final class HevcTrack {

    private static final int TIMESCALE = 90_000;

    private HevcTrack() {
    }

    /// The track that an `hvcC` announces.
    ///
    /// Its configuration is rewritten for 4-byte lengths from the parameter sets alone: so equal
    /// sets give equal tracks, wherever they came from.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static Track of(int id, Bytes hvcC) throws MalformedMediaException {
        return of(id, HevcConfiguration.parse(hvcC.buffer()));
    }

    /// The track of a configuration that was put together from parameter sets.
    ///
    /// @throws MalformedMediaException if there is no SPS, or one cannot be read
    public static Track of(int id, HevcConfiguration configuration)
            throws MalformedMediaException {
        HevcConfiguration canonical = HevcConfiguration.of(configuration.allSets());
        HevcSps sps = HevcSps.parse(canonical.sps().getFirst().buffer());
        Traits traits = new Traits.Picture(sps.width(), sps.height(), rate(sps, canonical),
                sps.reorderFrames());
        return new Track(id, VideoCodec.HEVC, TIMESCALE, canonical.write(),
                sps.profile().codecString(), traits, "");
    }

    private static int rate(HevcSps sps, HevcConfiguration configuration)
            throws MalformedMediaException {
        if (sps.framesPerKilosecond() > 0 || configuration.vps().isEmpty()) {
            return sps.framesPerKilosecond();
        }
        return HevcVps.parse(configuration.vps().getFirst().buffer()).framesPerKilosecond();
    }
}
