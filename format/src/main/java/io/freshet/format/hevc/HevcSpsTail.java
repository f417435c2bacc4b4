package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.FrameRate;
import io.freshet.format.bits.VuiStart;
import io.freshet.media.MalformedMediaException;

/// What stands in an SPS between the reordering and the frame rate, passed over.
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.2.2.1, 7.3.4, 7.3.7 and E.2.1
final class HevcSpsTail {

    private static final int MAX_SETS = 64;
    private static final int MAX_PICTURES = 16;

    private HevcSpsTail() {
    }

    /// Passes over everything up to vui_parameters_present_flag.
    ///
    /// @param orderBits size of a picture order count's low part
    static void skipToVui(BitReader bits, int orderBits) throws MalformedMediaException {
        bits.skipGolomb(6); // log2_min_luma_coding_block_size_minus3 to ..._depth_intra
        boolean scaling = bits.flag();
        if (scaling && bits.flag()) {
            skipScalingLists(bits);
        }
        bits.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
        if (bits.flag()) {
            bits.skip(8); // pcm sample bit depths
            bits.skipGolomb(2); // pcm coding block sizes
            bits.skip(1); // pcm_loop_filter_disabled_flag
        }
        skipReferenceSets(bits);
        if (bits.flag()) {
            int count = bits.ue("num_long_term_ref_pics_sps", 32);
            bits.skip(count * (orderBits + 1));
        }
        bits.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
    }

    /// Reads the VUI as far as its timing.
    static int framesPerKilosecond(BitReader bits) throws MalformedMediaException {
        VuiStart.skip(bits);
        bits.skip(3); // neutral_chroma_indication, field_seq, frame_field_info_present flags
        if (bits.flag()) {
            bits.skipGolomb(4); // default display window
        }
        if (!bits.flag()) {
            return 0;
        }
        long unitsInTick = bits.unsigned32();
        return FrameRate.perKilosecond(bits.unsigned32(), unitsInTick);
    }

    private static void skipScalingLists(BitReader bits) throws MalformedMediaException {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (bits.flag()) {
                    int dc = size > 1 ? 1 : 0;
                    bits.skipGolomb(dc + Math.min(64, 1 << 4 + 2 * size));
                } else {
                    bits.skipGolomb(1); // scaling_list_pred_matrix_id_delta
                }
            }
        }
    }

    private static void skipReferenceSets(BitReader bits) throws MalformedMediaException {
        int sets = bits.ue("num_short_term_ref_pic_sets", MAX_SETS);
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            boolean predicted = i > 0 && bits.flag();
            pictures = predicted ? predictedSet(bits, pictures) : writtenSet(bits);
            if (pictures > MAX_PICTURES) {
                throw bits.malformed("a reference set of " + pictures + " pictures");
            }
        }
    }

    /// @param previous how many pictures the set before has
    private static int predictedSet(BitReader bits, int previous) throws MalformedMediaException {
        bits.skip(1); // delta_rps_sign
        bits.skipGolomb(1); // abs_delta_rps_minus1
        int pictures = 0;
        for (int i = 0; i <= previous; i++) {
            boolean used = bits.flag();
            if (used || bits.flag()) { // use_delta_flag
                pictures++;
            }
        }
        return pictures;
    }

    private static int writtenSet(BitReader bits) throws MalformedMediaException {
        int pictures = bits.ue("num_negative_pics", MAX_PICTURES)
                + bits.ue("num_positive_pics", MAX_PICTURES);
        for (int i = 0; i < pictures; i++) {
            bits.skipGolomb(1); // delta_poc_s0_minus1 or delta_poc_s1_minus1
            bits.skip(1); // used_by_curr_pic_flag
        }
        return pictures;
    }
}
