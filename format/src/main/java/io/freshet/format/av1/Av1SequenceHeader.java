package io.freshet.format.av1;

import io.freshet.format.av1.Av1Sampling.Colour;
import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.FrameRate;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// A sequence header, as far as Freshet needs it.
///
/// @param profile             seq_profile, 0 to 2
/// @param level               seq_level_idx of the first operating point
/// @param highTier            seq_tier of the first operating point
/// @param width               max_frame_width_minus_1 + 1
/// @param height              max_frame_height_minus_1 + 1
/// @param framesPerKilosecond frames in 1000 s, 0 if not announced, variable or not believable
/// @param colour              how samples are stored and what they mean
///
/// Spec: AV1 1.0.0, 5.5
record Av1SequenceHeader(int profile, int level, boolean highTier, int width, int height,
        int framesPerKilosecond, Colour colour) {

    /// @param body what follows header and size of the OBU; borrowed, its position is not moved
    static Av1SequenceHeader parse(ByteBuffer body) throws MalformedMediaException {
        BitReader bits = BitReader.of("AV1 sequence header", body);
        int profile = bits.bits(3);
        if (profile > 2) {
            throw bits.malformed("seq_profile " + profile);
        }
        bits.skip(1); // still_picture
        boolean reduced = bits.flag();
        OperatingPoint point = reduced ? new OperatingPoint(bits.bits(5), false, 0)
                : OperatingPoint.parse(bits);
        int widthBits = 1 + bits.bits(4);
        int heightBits = 1 + bits.bits(4);
        int width = 1 + bits.bits(widthBits);
        int height = 1 + bits.bits(heightBits);
        if (!reduced && bits.flag()) {
            bits.skip(7); // delta_frame_id_length_minus_2, additional_frame_id_length_minus_1
        }
        bits.skip(3); // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
        if (!reduced) {
            skipTools(bits);
        }
        bits.skip(3); // enable_superres, enable_cdef, enable_restoration
        return new Av1SequenceHeader(profile, point.level, point.highTier, width, height,
                point.framesPerKilosecond, Colour.parse(bits, profile));
    }

    /// The RFC 6381 name: `av01.0.04M.08`, with the optional fields only where they differ from
    /// 8 bit 4:2:0 BT.709 in limited range.
    String codecString() {
        Av1Sampling sampling = colour.sampling();
        String name = Av1Configuration.codecString(profile, level, highTier, sampling.bitDepth());
        if (sampling.isDefault() && colour.isDefault()) {
            return name;
        }
        return String.format("%s.%d.%d%d%d.%02d.%02d.%02d.%d", name,
                sampling.monochrome() ? 1 : 0, sampling.subsamplingX() ? 1 : 0,
                sampling.subsamplingY() ? 1 : 0, sampling.chromaPosition(), colour.primaries(),
                colour.transfer(), colour.matrix(), colour.fullRange() ? 1 : 0);
    }

    private static void skipTools(BitReader bits) throws MalformedMediaException {
        bits.skip(4); // interintra and masked compound, warped motion, dual filter
        boolean orderHint = bits.flag();
        if (orderHint) {
            bits.skip(2); // enable_jnt_comp, enable_ref_frame_mvs
        }
        boolean screenContent = bits.flag() || bits.bits(1) == 1;
        if (screenContent && !bits.flag()) {
            bits.skip(1); // seq_force_integer_mv
        }
        if (orderHint) {
            bits.skip(3); // order_hint_bits_minus_1
        }
    }

    /// The first operating point, and the timing that stands before it.
    private record OperatingPoint(int level, boolean highTier, int framesPerKilosecond) {

        static OperatingPoint parse(BitReader bits) throws MalformedMediaException {
            int rate = 0;
            int delayBits = 0;
            if (bits.flag()) {
                rate = framesPerKilosecond(bits);
                if (bits.flag()) {
                    delayBits = 1 + bits.bits(5);
                    bits.skip(42); // num_units_in_decoding_tick and two lengths
                }
            }
            boolean displayDelay = bits.flag();
            int count = 1 + bits.bits(5);
            OperatingPoint first = point(bits, delayBits, displayDelay, rate);
            for (int i = 1; i < count; i++) {
                point(bits, delayBits, displayDelay, rate);
            }
            return first;
        }

        private static int framesPerKilosecond(BitReader bits) throws MalformedMediaException {
            long unitsInTick = bits.unsigned32();
            long timescale = bits.unsigned32();
            if (!bits.flag()) {
                return 0;
            }
            long ticks = 1L + bits.ue("num_ticks_per_picture_minus_1", Integer.MAX_VALUE);
            return FrameRate.perKilosecond(timescale, unitsInTick * ticks);
        }

        private static OperatingPoint point(BitReader bits, int delayBits, boolean displayDelay,
                int rate) throws MalformedMediaException {
            bits.skip(12); // operating_point_idc
            int level = bits.bits(5);
            boolean highTier = level > 7 && bits.flag();
            if (delayBits > 0 && bits.flag()) {
                bits.skip(2 * delayBits + 1); // two delays, low_delay_mode_flag
            }
            if (displayDelay && bits.flag()) {
                bits.skip(4); // initial_display_delay_minus_1
            }
            return new OperatingPoint(level, highTier, rate);
        }
    }
}
