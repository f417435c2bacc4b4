package io.freshet.format.ts;

import io.freshet.media.AudioCodec;
import io.freshet.media.Kind;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.VideoCodec;
import java.util.Optional;

/// How a program map names the codecs that MPEG-TS carries here.
///
/// Spec: ISO/IEC 13818-1:2023, table 2-34
enum StreamType {
    MPEG1_AUDIO(0x03, Kind.AUDIO),
    MPEG2_AUDIO(0x04, Kind.AUDIO),
    AAC_ADTS(0x0F, Kind.AUDIO),
    AVC(0x1B, Kind.VIDEO),
    HEVC(0x24, Kind.VIDEO);

    /// The lowest sampling rate of MPEG-1; MPEG-2 halves it.
    private static final int MPEG1_MIN_HZ = 32_000;

    private final int code;
    private final Kind kind;

    StreamType(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    Kind kind() {
        return kind;
    }

    /// Empty if the track's codec does not go into our MPEG-TS.
    static Optional<StreamType> of(Track track) {
        if (track.codec() == VideoCodec.AVC) {
            return Optional.of(AVC);
        }
        if (track.codec() == VideoCodec.HEVC) {
            return Optional.of(HEVC);
        }
        if (track.codec() == AudioCodec.AAC) {
            return Optional.of(AAC_ADTS);
        }
        if (track.codec() == AudioCodec.MP3) {
            boolean low = track.traits() instanceof Traits.Sound sound
                    && sound.sampleRateHz() > 0 && sound.sampleRateHz() < MPEG1_MIN_HZ;
            return Optional.of(low ? MPEG2_AUDIO : MPEG1_AUDIO);
        }
        return Optional.empty();
    }
}
