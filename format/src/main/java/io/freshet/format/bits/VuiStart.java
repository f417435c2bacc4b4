package io.freshet.format.bits;

import io.freshet.media.MalformedMediaException;

/// The part of the video usability information that H.264 and H.265 write alike: how to show it.
///
/// Spec: ISO/IEC 14496-10:2022, E.1.1; ISO/IEC 23008-2:2023, E.2.1
public final class VuiStart {

    private static final int EXTENDED_SAR = 255;

    private VuiStart() {
    }

    /// Passes over all from `aspect_ratio_info_present_flag` to the chroma sample locations.
    public static void skip(BitReader bits) throws MalformedMediaException {
        if (bits.flag() && bits.bits(8) == EXTENDED_SAR) {
            bits.skip(32); // sar_width, sar_height
        }
        if (bits.flag()) {
            bits.skip(1); // overscan_appropriate_flag
        }
        if (bits.flag()) {
            bits.skip(4); // video_format, video_full_range_flag
            if (bits.flag()) {
                bits.skip(24); // colour_primaries, transfer_characteristics, matrix coefficients
            }
        }
        if (bits.flag()) {
            bits.skipGolomb(2); // chroma sample locations of top and bottom field
        }
    }
}
