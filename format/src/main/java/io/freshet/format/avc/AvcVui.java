package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.FrameRate;
import io.freshet.format.bits.VuiStart;
import io.freshet.media.MalformedMediaException;
import java.util.Optional;

/// The video usability fields that Freshet needs.
///
/// @param framesPerKilosecond frames in 1000 s, 0 if not announced or not believable
/// @param reorderFrames       max_num_reorder_frames, -1 if not announced
/// @param timing              empty if pictures carry no time codes
///
/// Spec: ISO/IEC 14496-10:2022, E.1.1 and E.2.1
record AvcVui(int framesPerKilosecond, int reorderFrames, Optional<AvcTimingForm> timing) {

    static final AvcVui NONE = new AvcVui(0, -1, Optional.empty());

    /// MaxDpbFrames of every level.
    private static final int MAX_REORDER_FRAMES = 16;

    static AvcVui parse(BitReader bits) throws MalformedMediaException {
        VuiStart.skip(bits);
        int rate = 0;
        if (bits.flag()) {
            long unitsInTick = bits.unsigned32();
            // A tick is a field, two of them are a frame.
            rate = FrameRate.perKilosecond(bits.unsigned32(), 2 * unitsInTick);
            bits.skip(1); // fixed_frame_rate_flag
        }
        Optional<AvcTimingForm> timing = bufferModels(bits);
        return new AvcVui(rate, bits.flag() ? reorderFrames(bits) : -1, timing);
    }

    private static Optional<AvcTimingForm> bufferModels(BitReader bits)
            throws MalformedMediaException {
        AvcTimingForm form = new AvcTimingForm(0, 0);
        boolean nal = bits.flag();
        if (nal) {
            form = bufferModel(bits);
        }
        boolean vcl = bits.flag();
        if (vcl) {
            form = bufferModel(bits);
        }
        if (nal || vcl) {
            bits.skip(1); // low_delay_hrd_flag
        }
        boolean structured = bits.flag(); // pic_struct_present_flag
        return structured ? Optional.of(form) : Optional.empty();
    }

    private static AvcTimingForm bufferModel(BitReader bits) throws MalformedMediaException {
        int count = 1 + bits.ue("cpb_cnt_minus1", 31);
        bits.skip(8); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < count; i++) {
            bits.skipGolomb(2); // bit_rate_value_minus1, cpb_size_value_minus1
            bits.skip(1); // cbr_flag
        }
        bits.skip(5); // initial_cpb_removal_delay_length_minus1
        AvcTimingForm form = new AvcTimingForm(1 + bits.bits(5), 1 + bits.bits(5));
        bits.skip(5); // time_offset_length
        return form;
    }

    private static int reorderFrames(BitReader bits) throws MalformedMediaException {
        bits.skip(1); // motion_vectors_over_pic_boundaries_flag
        bits.skipGolomb(4); // max_bytes_per_pic_denom to log2_max_mv_length_vertical
        return bits.ue("max_num_reorder_frames", MAX_REORDER_FRAMES);
    }
}
