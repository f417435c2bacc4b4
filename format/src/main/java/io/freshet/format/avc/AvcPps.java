package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// The beginning of a picture parameter set.
///
/// @param id    pic_parameter_set_id
/// @param spsId seq_parameter_set_id of the SPS that it belongs to
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.2.2
record AvcPps(int id, int spsId) {

    /// Reads a NAL unit of type 8, its header byte included.
    ///
    /// @param nal borrowed, its position is not moved
    static AvcPps parse(ByteBuffer nal) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.264 PPS", nal);
        int header = bits.bits(8);
        if ((header & 0x80) != 0 || AvcNal.type(header) != AvcNal.PPS) {
            throw bits.malformed("NAL unit header " + header);
        }
        int id = bits.ue("pic_parameter_set_id", 255);
        return new AvcPps(id, bits.ue("seq_parameter_set_id", 31));
    }
}
