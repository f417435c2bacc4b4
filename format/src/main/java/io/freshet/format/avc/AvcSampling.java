package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;

/// How the samples of a picture are stored; only the high profiles say it, the others are 4:2:0.
///
/// @param chromaFormat   chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param separatePlanes separate_colour_plane_flag
/// @param bitDepthLuma   8 to 14
/// @param bitDepthChroma 8 to 14
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.2.1.1
record AvcSampling(int chromaFormat, boolean separatePlanes, int bitDepthLuma,
        int bitDepthChroma) {

    static final AvcSampling DEFAULT = new AvcSampling(1, false, 8, 8);

    /// Reads what stands between the parameter set's id and log2_max_frame_num_minus4.
    static AvcSampling parse(BitReader bits, int profile) throws MalformedMediaException {
        if (!isHigh(profile)) {
            return DEFAULT;
        }
        int chromaFormat = bits.ue("chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && bits.flag();
        int luma = 8 + bits.ue("bit_depth_luma_minus8", 6);
        int chroma = 8 + bits.ue("bit_depth_chroma_minus8", 6);
        bits.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (bits.flag()) {
            int lists = chromaFormat == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (bits.flag()) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return new AvcSampling(chromaFormat, separatePlanes, luma, chroma);
    }

    private static boolean isHigh(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScalingList(BitReader bits, int size) throws MalformedMediaException {
        int last = 8;
        for (int i = 0; i < size; i++) {
            int next = last + bits.se("delta_scale", 128) & 0xFF;
            if (next == 0) {
                return; // the rest repeats the last value
            }
            last = next;
        }
    }

    /// Luma samples that one unit of cropping is wide.
    int cropUnitX() {
        return chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
    }

    /// Luma samples that one unit of cropping is high, in a frame that is not interlaced.
    int cropUnitY() {
        return chromaFormat == 1 ? 2 : 1;
    }
}
