package io.freshet.format.clock;

import io.freshet.format.avc.AvcConfiguration;
import io.freshet.format.avc.AvcSps;
import io.freshet.format.avc.AvcTimingForm;
import io.freshet.format.bits.BitReader;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A time of the day as cameras and tapes count it; neither date nor zone is told.
///
/// Spec: ITU-T H.264, D.1.3 and D.2.3; ITU-T H.265, D.2.27 and D.3.27; SMPTE ST 12-1
///
/// @param hours   0 to 23
/// @param minutes 0 to 59
/// @param seconds 0 to 59
/// @param frames  pictures since the second began
public record TimeCode(int hours, int minutes, int seconds, int frames) {

    private static final int AVC_PICTURE_TIMING = 1;
    private static final int HEVC_TIME_CODE = 136;
    /// pic_struct of H.264: how many clock timestamps may follow.
    private static final int[] TIMESTAMPS = {1, 1, 1, 2, 2, 3, 3, 2, 3};

    /// What a parameter set says of them; empty if pictures carry no timing of this kind.
    ///
    /// @param avcC the track's configuration
    public static Optional<AvcTimingForm> form(Bytes avcC) {
        try {
            List<Bytes> sets = AvcConfiguration.parse(avcC.buffer()).sps();
            return sets.isEmpty() ? Optional.empty()
                    : AvcSps.parse(sets.getFirst().buffer()).pictureTiming();
        } catch (MediaException _) {
            return Optional.empty();
        }
    }

    /// Of an H.264 picture; empty if it says nothing.
    ///
    /// @param picture NAL units, each behind its length in 4 bytes
    public static Optional<TimeCode> ofAvc(ByteBuffer picture, AvcTimingForm form) {
        return SeiSearch.find(picture, false, AVC_PICTURE_TIMING, bits -> {
            bits.skip(form.cpbRemovalBits() + form.dpbOutputBits());
            int structure = bits.bits(4);
            if (structure >= TIMESTAMPS.length) {
                return Optional.empty();
            }
            for (int i = 0; i < TIMESTAMPS[structure]; i++) {
                if (bits.flag()) {
                    bits.skip(2); // ct_type
                    return clock(bits, 8);
                }
            }
            return Optional.empty();
        });
    }

    /// Of an H.265 picture; empty if it says nothing.
    ///
    /// @param picture NAL units, each behind its length in 4 bytes
    public static Optional<TimeCode> ofHevc(ByteBuffer picture) {
        return SeiSearch.find(picture, true, HEVC_TIME_CODE, bits -> {
            int count = bits.bits(2);
            for (int i = 0; i < count; i++) {
                if (bits.flag()) {
                    return clock(bits, 9);
                }
            }
            return Optional.empty();
        });
    }

    /// From nuit_field_based_flag on; the parts that may be left out must be there.
    private static Optional<TimeCode> clock(BitReader bits, int frameBits)
            throws MalformedMediaException {
        bits.skip(1 + 5); // nuit_field_based_flag, counting_type
        boolean full = bits.flag();
        bits.skip(2); // discontinuity_flag, cnt_dropped_flag
        int frames = bits.bits(frameBits);
        if (!full && !bits.flag()) {
            return Optional.empty();
        }
        int seconds = bits.bits(6);
        if (!full && !bits.flag()) {
            return Optional.empty();
        }
        int minutes = bits.bits(6);
        if (!full && !bits.flag()) {
            return Optional.empty();
        }
        int hours = bits.bits(5);
        return hours > 23 || minutes > 59 || seconds > 59 ? Optional.empty()
                : Optional.of(new TimeCode(hours, minutes, seconds, frames));
    }

    /// Milliseconds since midnight.
    ///
    /// @param fps pictures a second; 0 if unknown, which leaves the frames out
    public long dayMs(double fps) {
        long whole = ((hours * 60L + minutes) * 60 + seconds) * 1000;
        return fps > 0 ? whole + Math.min(999, Math.round(frames * 1000 / fps)) : whole;
    }
}
