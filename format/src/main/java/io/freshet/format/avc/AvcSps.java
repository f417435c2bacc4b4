package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A sequence parameter set, as far as Freshet needs it.
///
/// @param id                  seq_parameter_set_id
/// @param profile             profile_idc
/// @param compatibility       the constraint_set flags and the two bits after them
/// @param level               level_idc, ten times the level
/// @param chromaFormat        chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param bitDepthLuma        8 to 14
/// @param bitDepthChroma      8 to 14
/// @param width               pixels after cropping
/// @param height              pixels after cropping
/// @param framesPerKilosecond frames in 1000 s, 0 if not announced or not believable
/// @param reorderFrames       -1 if not announced
/// @param pictureTiming       how time codes are written; empty if there are none
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.2.1.1 and 7.4.2.1.1
public record AvcSps(int id, int profile, int compatibility, int level, int chromaFormat,
        int bitDepthLuma, int bitDepthChroma, int width, int height, int framesPerKilosecond,
        int reorderFrames, Optional<AvcTimingForm> pictureTiming) {

    /// Macroblocks in a row or column at level 6.2: Sqrt(8 * 139 264).
    private static final int MAX_MACROBLOCKS = 1055;
    private static final int MAX_CROP = MAX_MACROBLOCKS * 16;

    /// Reads a NAL unit of type 7, its header byte included.
    ///
    /// @param nal borrowed, its position is not moved
    public static AvcSps parse(ByteBuffer nal) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.264 SPS", nal);
        int header = bits.bits(8);
        if ((header & 0x80) != 0 || AvcNal.type(header) != AvcNal.SPS) {
            throw bits.malformed("NAL unit header " + header);
        }
        int profile = bits.bits(8);
        int compatibility = bits.bits(8);
        int level = bits.bits(8);
        int id = bits.ue("seq_parameter_set_id", 31);
        AvcSampling sampling = AvcSampling.parse(bits, profile);
        bits.ue("log2_max_frame_num_minus4", 12);
        int orderType = skipPictureOrder(bits);
        bits.ue("max_num_ref_frames", 16);
        bits.skip(1); // gaps_in_frame_num_value_allowed_flag
        Size size = Size.parse(bits, sampling);
        AvcVui vui = bits.flag() ? vuiOf(bits) : AvcVui.NONE;
        int reorder = vui.reorderFrames() < 0 && neverReorders(profile, compatibility, orderType)
                ? 0 : vui.reorderFrames();
        return new AvcSps(id, profile, compatibility, level, sampling.chromaFormat(),
                sampling.bitDepthLuma(), sampling.bitDepthChroma(), size.width, size.height,
                vui.framesPerKilosecond(), reorder, vui.timing());
    }

    /// The RFC 6381 name: `avc1.64001f`.
    public String codecString() {
        return String.format("avc1.%02x%02x%02x", profile, compatibility, level);
    }

    private static int skipPictureOrder(BitReader bits) throws MalformedMediaException {
        int type = bits.ue("pic_order_cnt_type", 2);
        if (type == 0) {
            bits.ue("log2_max_pic_order_cnt_lsb_minus4", 12);
        } else if (type == 1) {
            bits.skip(1); // delta_pic_order_always_zero_flag
            bits.skipGolomb(2); // offset_for_non_ref_pic, offset_for_top_to_bottom_field
            bits.skipGolomb(bits.ue("num_ref_frames_in_pic_order_cnt_cycle", 255));
        }
        return type;
    }

    /// Some cameras cut the VUI short; every player takes the picture size and goes on.
    private static AvcVui vuiOf(BitReader bits) {
        try {
            return AvcVui.parse(bits);
        } catch (MalformedMediaException _) {
            return AvcVui.NONE;
        }
    }

    /// Output in decode order by definition: order type 2, and the profiles of key frames only.
    private static boolean neverReorders(int profile, int compatibility, int orderType) {
        boolean constraint3 = (compatibility & 0x10) != 0;
        boolean intra = profile == 44
                || constraint3 && (profile == 100 || profile == 110 || profile == 122
                || profile == 244);
        return orderType == 2 || intra;
    }

    private record Size(int width, int height) {

        static Size parse(BitReader bits, AvcSampling sampling) throws MalformedMediaException {
            int columns = 1 + bits.ue("pic_width_in_mbs_minus1", MAX_MACROBLOCKS - 1);
            int rows = 1 + bits.ue("pic_height_in_map_units_minus1", MAX_MACROBLOCKS - 1);
            boolean framesOnly = bits.flag();
            if (!framesOnly) {
                bits.skip(1); // mb_adaptive_frame_field_flag
            }
            bits.skip(1); // direct_8x8_inference_flag
            int fields = framesOnly ? 1 : 2;
            int width = columns * 16;
            int height = rows * 16 * fields;
            if (bits.flag()) {
                int unitX = sampling.cropUnitX();
                int unitY = sampling.cropUnitY() * fields;
                width -= unitX * bits.ue("frame_crop_left_offset", MAX_CROP);
                width -= unitX * bits.ue("frame_crop_right_offset", MAX_CROP);
                height -= unitY * bits.ue("frame_crop_top_offset", MAX_CROP);
                height -= unitY * bits.ue("frame_crop_bottom_offset", MAX_CROP);
            }
            if (width < 1 || height < 1) {
                throw bits.malformed("nothing is left after cropping");
            }
            return new Size(width, height);
        }
    }
}
