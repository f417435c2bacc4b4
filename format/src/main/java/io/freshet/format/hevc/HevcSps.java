package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// A sequence parameter set, as far as Freshet needs it.
///
/// @param id                  sps_seq_parameter_set_id
/// @param profile             profile, tier and level
/// @param subLayers           temporal sub-layers, 1 to 7
/// @param temporalIdNested    sps_temporal_id_nesting_flag
/// @param chromaFormat        chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param bitDepthLuma        8 to 16
/// @param bitDepthChroma      8 to 16
/// @param width               pixels inside the conformance window
/// @param height              pixels inside the conformance window
/// @param framesPerKilosecond pictures in 1000 s, 0 if not announced or not believable
/// @param reorderFrames       sps_max_num_reorder_pics of the highest sub-layer
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.2.2.1 and 7.4.3.2.1
public record HevcSps(int id, HevcProfile profile, int subLayers, boolean temporalIdNested,
        int chromaFormat, int bitDepthLuma, int bitDepthChroma, int width, int height,
        int framesPerKilosecond, int reorderFrames) {

    /// Sqrt(8 * MaxLumaPs) at level 6.2, table A.8.
    private static final int MAX_SIDE = 16_888;
    private static final int MAX_SUB_LAYERS = 7;
    private static final int MAX_PICTURES = 16;

    /// Reads a NAL unit of type 33, its header bytes included.
    ///
    /// @param nal borrowed, its position is not moved
    public static HevcSps parse(ByteBuffer nal) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.265 SPS", nal);
        bits.skip(8 * HevcNal.HEADER_BYTES + 4); // sps_video_parameter_set_id
        int maxSubLayersMinus1 = bits.bits(3);
        if (maxSubLayersMinus1 >= MAX_SUB_LAYERS) {
            throw bits.malformed("sps_max_sub_layers_minus1 is 7");
        }
        boolean nested = bits.flag();
        HevcProfile profile = HevcProfile.parse(bits, maxSubLayersMinus1);
        int id = bits.ue("sps_seq_parameter_set_id", 15);
        int chromaFormat = bits.ue("chroma_format_idc", 3);
        bits.skip(chromaFormat == 3 ? 1 : 0); // separate_colour_plane_flag
        Size size = Size.parse(bits, chromaFormat);
        int luma = 8 + bits.ue("bit_depth_luma_minus8", 8);
        int chroma = 8 + bits.ue("bit_depth_chroma_minus8", 8);
        int orderBits = 4 + bits.ue("log2_max_pic_order_cnt_lsb_minus4", 12);
        int reorder = reorderFrames(bits, maxSubLayersMinus1);
        return new HevcSps(id, profile, maxSubLayersMinus1 + 1, nested,
                chromaFormat, luma, chroma, size.width, size.height,
                framesPerKilosecond(bits, orderBits), reorder);
    }

    private static int reorderFrames(BitReader bits, int maxSubLayersMinus1)
            throws MalformedMediaException {
        int count = bits.flag() ? maxSubLayersMinus1 + 1 : 1;
        int reorder = 0;
        for (int i = 0; i < count; i++) {
            bits.ue("sps_max_dec_pic_buffering_minus1", MAX_PICTURES - 1);
            reorder = bits.ue("sps_max_num_reorder_pics", MAX_PICTURES - 1);
            bits.skipGolomb(1); // sps_max_latency_increase_plus1
        }
        return reorder;
    }

    /// The rate stands at the end of what encoders write, and get wrong; a player can do without.
    private static int framesPerKilosecond(BitReader bits, int orderBits) {
        try {
            HevcSpsTail.skipToVui(bits, orderBits);
            return bits.flag() ? HevcSpsTail.framesPerKilosecond(bits) : 0;
        } catch (MalformedMediaException _) {
            return 0;
        }
    }

    private record Size(int width, int height) {

        static Size parse(BitReader bits, int chromaFormat) throws MalformedMediaException {
            int width = bits.ue("pic_width_in_luma_samples", MAX_SIDE);
            int height = bits.ue("pic_height_in_luma_samples", MAX_SIDE);
            if (bits.flag()) {
                int unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
                int unitY = chromaFormat == 1 ? 2 : 1;
                width -= unitX * bits.ue("conf_win_left_offset", MAX_SIDE);
                width -= unitX * bits.ue("conf_win_right_offset", MAX_SIDE);
                height -= unitY * bits.ue("conf_win_top_offset", MAX_SIDE);
                height -= unitY * bits.ue("conf_win_bottom_offset", MAX_SIDE);
            }
            if (width < 1 || height < 1) {
                throw bits.malformed("nothing is left inside the conformance window");
            }
            return new Size(width, height);
        }
    }
}
