package io.freshet.format.hevc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.FrameRate;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;

/// A video parameter set: its id, and the frame rate if the SPS does not say one.
///
/// @param id                  vps_video_parameter_set_id
/// @param framesPerKilosecond pictures in 1000 s, 0 if not announced or not believable
///
/// Spec: ISO/IEC 23008-2:2023, 7.3.2.1
record HevcVps(int id, int framesPerKilosecond) {

    /// @param nal borrowed, its position is not moved
    static HevcVps parse(ByteBuffer nal) throws MalformedMediaException {
        BitReader bits = BitReader.ofNal("H.265 VPS", nal);
        bits.skip(8 * HevcNal.HEADER_BYTES);
        int id = bits.bits(4);
        try {
            return new HevcVps(id, framesPerKilosecond(bits));
        } catch (MalformedMediaException _) {
            return new HevcVps(id, 0); // decoders do not need the rest, so encoders get it wrong
        }
    }

    private static int framesPerKilosecond(BitReader bits) throws MalformedMediaException {
        bits.skip(8); // base layer flags, vps_max_layers_minus1
        int maxSubLayersMinus1 = bits.bits(3);
        bits.skip(17); // vps_temporal_id_nesting_flag, vps_reserved_0xffff_16bits
        HevcProfile.parse(bits, maxSubLayersMinus1);
        int ordered = bits.flag() ? maxSubLayersMinus1 + 1 : 1;
        bits.skipGolomb(3 * ordered);
        int maxLayerId = bits.bits(6);
        int layerSets = bits.ue("vps_num_layer_sets_minus1", 1023);
        bits.skip(layerSets * (maxLayerId + 1));
        if (!bits.flag()) {
            return 0;
        }
        long unitsInTick = bits.unsigned32();
        return FrameRate.perKilosecond(bits.unsigned32(), unitsInTick);
    }
}
