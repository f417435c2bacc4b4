package io.freshet.format.av1;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;

/// How the samples of a picture are stored.
///
/// @param bitDepth       8, 10 or 12
/// @param monochrome     no chroma at all
/// @param subsamplingX   chroma has half the columns
/// @param subsamplingY   chroma has half the rows
/// @param chromaPosition chroma_sample_position: 0 unknown, 1 vertical, 2 colocated
///
/// Spec: AV1 1.0.0, 5.5.2 and 6.4.2; AV1 ISOBMFF 1.2.0, 2.3.3
public record Av1Sampling(int bitDepth, boolean monochrome, boolean subsamplingX,
        boolean subsamplingY, int chromaPosition) {

    /// From the third byte of `av1C`, whose top bit is the tier.
    static Av1Sampling ofPacked(int packed) {
        boolean high = (packed & 0x40) != 0;
        boolean twelve = (packed & 0x20) != 0;
        return new Av1Sampling(high ? twelve ? 12 : 10 : 8, (packed & 0x10) != 0,
                (packed & 8) != 0, (packed & 4) != 0, packed & 3);
    }

    /// The third byte of `av1C` without the tier.
    int packed() {
        return (bitDepth > 8 ? 0x40 : 0) | (bitDepth == 12 ? 0x20 : 0) | (monochrome ? 0x10 : 0)
                | (subsamplingX ? 8 : 0) | (subsamplingY ? 4 : 0) | chromaPosition;
    }

    /// Whether it is what a codec string may leave out: 4:2:0 in colour.
    boolean isDefault() {
        return !monochrome && subsamplingX && subsamplingY;
    }

    /// What color_config() says.
    ///
    /// @param sampling  how the samples are stored
    /// @param primaries color_primaries, 2 if not said
    /// @param transfer  transfer_characteristics, 2 if not said
    /// @param matrix    matrix_coefficients, 2 if not said
    /// @param fullRange color_range
    record Colour(Av1Sampling sampling, int primaries, int transfer, int matrix,
            boolean fullRange) {

        private static final int UNSPECIFIED = 2;
        private static final int BT_709 = 1;

        static Colour parse(BitReader bits, int profile) throws MalformedMediaException {
            boolean high = bits.flag();
            boolean twelve = profile == 2 && high && bits.flag();
            int depth = high ? twelve ? 12 : 10 : 8;
            boolean monochrome = profile != 1 && bits.flag();
            boolean described = bits.flag();
            int primaries = described ? bits.bits(8) : UNSPECIFIED;
            int transfer = described ? bits.bits(8) : UNSPECIFIED;
            int matrix = described ? bits.bits(8) : UNSPECIFIED;
            boolean srgb = primaries == BT_709 && transfer == 13 && matrix == 0;
            boolean fullRange = !monochrome && srgb || bits.flag();
            Av1Sampling sampling = sampling(bits, depth, monochrome,
                    srgb && !monochrome ? 1 : profile);
            return new Colour(sampling, primaries, transfer, matrix, fullRange);
        }

        private static Av1Sampling sampling(BitReader bits, int depth, boolean monochrome,
                int profile) throws MalformedMediaException {
            if (monochrome) {
                return new Av1Sampling(depth, true, true, true, 0);
            }
            boolean x = profile == 0 || profile == 2 && (depth < 12 || bits.flag());
            boolean y = profile == 0 || profile == 2 && depth == 12 && x && bits.flag();
            return new Av1Sampling(depth, false, x, y, x && y ? bits.bits(2) : 0);
        }

        /// Whether a codec string may leave it out: BT.709 in limited range, or nothing said.
        boolean isDefault() {
            return isDefault(primaries) && isDefault(transfer) && isDefault(matrix) && !fullRange;
        }

        private static boolean isDefault(int code) {
            return code == BT_709 || code == UNSPECIFIED;
        }
    }
}
