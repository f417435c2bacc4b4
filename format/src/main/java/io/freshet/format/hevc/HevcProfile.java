package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.util.Locale;

/// The general part of profile_tier_level: 12 bytes, the same in parameter sets and `hvcC`.
///
/// @param space         general_profile_space, 0 to 3
/// @param highTier      general_tier_flag
/// @param idc           general_profile_idc
/// @param compatibility the 32 general_profile_compatibility_flags, flag 0 is the highest bit
/// @param constraints   the 48 bits from general_progressive_source_flag on
/// @param level         general_level_idc, 30 times the level
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.3; ISO/IEC 14496-15:2022, 8.3.2.1.2 and annex E.3
public record HevcProfile(int space, boolean highTier, int idc, long compatibility,
        long constraints, int level) {

    private static final int CONSTRAINT_BYTES = 6;

    /// Reads the 12 bytes.
    static HevcProfile parse(BitReader bits) throws MalformedMediaException {
        int space = bits.bits(2);
        boolean highTier = bits.flag();
        int idc = bits.bits(5);
        long compatibility = bits.unsigned32();
        long constraints = bits.unsigned32() << 16 | bits.bits(16);
        return new HevcProfile(space, highTier, idc, compatibility, constraints, bits.bits(8));
    }

    /// Reads profile_tier_level( 1, maxSubLayersMinus1 ) and passes over the sub-layers.
    static HevcProfile parse(BitReader bits, int maxSubLayersMinus1)
            throws MalformedMediaException {
        HevcProfile general = parse(bits);
        if (maxSubLayersMinus1 == 0) {
            return general;
        }
        int present = bits.bits(16); // two flags a sub-layer, then zeros up to eight sub-layers
        for (int i = 0; i < maxSubLayersMinus1; i++) {
            int flags = present >> 14 - 2 * i & 3;
            bits.skip(((flags & 2) != 0 ? 88 : 0) + ((flags & 1) != 0 ? 8 : 0));
        }
        return general;
    }

    /// The RFC 6381 name: `hvc1.1.6.L93.90`.
    public String codecString() {
        StringBuilder name = new StringBuilder("hvc1.");
        if (space > 0) {
            name.append((char) ('A' + space - 1));
        }
        name.append(idc).append('.');
        // Flag 0 becomes the lowest bit, leading zeros are left out.
        name.append(Integer.toHexString(Integer.reverse((int) compatibility)).toUpperCase(
                Locale.ROOT));
        name.append('.').append(highTier ? 'H' : 'L').append(level);
        long left = constraints << 16;
        for (int i = 0; i < CONSTRAINT_BYTES && left != 0; i++) {
            name.append('.').append(
                    Long.toHexString(left >>> 56).toUpperCase(Locale.ROOT));
            left <<= 8;
        }
        return name.toString();
    }
}
