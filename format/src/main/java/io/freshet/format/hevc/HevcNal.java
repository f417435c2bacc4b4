package io.freshet.format.hevc;

import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The header of a NAL unit.
///
///     |0|   type    |  layer    | temporal |
///     |F|0 1 2 3 4 5|0 1 2 3 4 5|  id + 1  |
///
/// @param type  nal_unit_type
/// @param layer nuh_layer_id, 0 for the picture that every decoder shows
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.1.2 and table 7-1
record HevcNal(int type, int layer) {

    static final int MAX_SUB_LAYER_NON_REFERENCE = 14;
    static final int RASL_N = 8;
    static final int RASL_R = 9;
    static final int BLA_W_LP = 16;
    static final int CRA = 21;
    static final int VPS = 32;
    static final int SPS = 33;
    static final int PPS = 34;
    static final int AUD = 35;
    static final int FILLER = 38;
    static final int PREFIX_SEI = 39;
    static final int SUFFIX_SEI = 40;

    static final int HEADER_BYTES = 2;

    /// @param nal borrowed, its position is not moved
    static HevcNal of(ByteBuffer nal) throws MalformedMediaException {
        if (nal.remaining() < HEADER_BYTES) {
            throw new MalformedMediaException("H.265 NAL unit header ends early", 0);
        }
        int header = nal.getShort(nal.position()) & 0xFFFF;
        if ((header & 0x8000) != 0) {
            throw new MalformedMediaException("H.265 forbidden_zero_bit is set", 0);
        }
        return new HevcNal(header >> 9, header >> 3 & 0x3F);
    }

    /// A coded slice segment of the base layer.
    boolean isSlice() {
        return layer == 0 && (type <= RASL_R || isKey());
    }

    /// BLA, IDR or CRA.
    boolean isKey() {
        return type >= BLA_W_LP && type <= CRA;
    }

    /// VPS, SPS or PPS of the base layer.
    boolean isParameterSet() {
        return layer == 0 && type >= VPS && type <= PPS;
    }
}
