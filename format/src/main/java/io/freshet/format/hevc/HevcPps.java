package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The beginning of a picture parameter set.
///
/// @param id    pps_pic_parameter_set_id
/// @param spsId pps_seq_parameter_set_id of the SPS that it belongs to
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.2.3.1
record HevcPps(int id, int spsId) {

    /// @param nal borrowed, its position is not moved
    static HevcPps parse(ByteBuffer nal) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.265 PPS", nal);
        bits.skip(8 * HevcNal.HEADER_BYTES);
        int id = bits.ue("pps_pic_parameter_set_id", 63);
        return new HevcPps(id, bits.ue("pps_seq_parameter_set_id", 15));
    }
}
