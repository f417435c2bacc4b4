package io.freshet.format.avc;

import io.freshet.format.bits.BitReader;
import io.freshet.format.bits.NalFilter;
import io.freshet.format.bits.NalFilter.Fate;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;
import java.util.List;

/// One access unit as a frame's payload, and what its NAL units say about it.
///
/// [Frame#LEADING] is never set: which pictures lead a recovery point shows in their PTS, which is
/// below the key frame's. Whoever knows the PTS can add it.
///
/// @param payload       NAL units with 4-byte lengths, without AUD, parameter sets and filler;
///                      contiguous; shares the source's bytes where they lie side by side; empty if
///                      nothing is left
/// @param flags         as in [Frame]: an IDR is KEY; a recovery point is KEY and OPEN_GOP, gradual
///                      refresh too, as such a stream has no other place to join; DROPPABLE if no
///                      slice is referred to
/// @param slices        a sum of SLICE constants, 0 if there is no picture in it
/// @param parameterSets copies of the SPS, PPS and SPS extensions found, in their order
///
/// Spec: ISO/IEC 14496-10:2022, 7.3.1, 7.3.3, 7.4.1.2.4 and D.2.8; ISO/IEC 14496-15:2022, 5.3.2
public record AvcAccessUnit(Payload payload, int flags, int slices, List<Bytes> parameterSets) {

    /// Has slices that predict from one picture at a time (P and SP).
    public static final int SLICE_P = 1;
    /// Has slices that predict from two pictures.
    public static final int SLICE_B = 2;
    /// Has slices that predict from no other picture (I and SI).
    public static final int SLICE_I = 4;

    /// @param lengthPrefixed may be shared by the result
    /// @param nalLengthSize  as in [AvcConfiguration]
    public static AvcAccessUnit parse(Payload lengthPrefixed, int nalLengthSize)
            throws MalformedMediaException {
        Scan scan = new Scan();
        NalFilter.Result kept = NalFilter.apply(lengthPrefixed, nalLengthSize, scan);
        return new AvcAccessUnit(kept.payload(), scan.flags(), scan.slices, kept.lifted());
    }

    /// False if there are only parameter sets, SEI and the like: not to be sent as a frame.
    public boolean hasPicture() {
        return slices != 0;
    }

    private static final class Scan implements NalFilter.Choice {

        private boolean idr;
        private boolean recoveryPoint;
        private boolean referred;
        private int slices;

        @Override
        public Fate of(ByteBuffer nal) throws MalformedMediaException {
            int header = nal.get(0);
            if (header < 0) {
                throw new MalformedMediaException("H.264 forbidden_zero_bit is set", -1);
            }
            int type = AvcNal.type(header);
            return switch (type) {
                case AvcNal.AUD, AvcNal.FILLER -> Fate.DROP;
                case AvcNal.SPS, AvcNal.PPS, AvcNal.SPS_EXTENSION -> Fate.LIFT;
                case AvcNal.SEI -> {
                    recoveryPoint |= AvcSei.hasRecoveryPoint(nal);
                    yield Fate.KEEP;
                }
                case AvcNal.SLICE, AvcNal.PARTITION_A, AvcNal.IDR -> {
                    idr |= type == AvcNal.IDR;
                    referred |= (header & 0x60) != 0;
                    slices |= sliceType(nal);
                    yield Fate.KEEP;
                }
                default -> Fate.KEEP;
            };
        }

        private static int sliceType(ByteBuffer nal) throws MalformedMediaException {
            BitReader bits = BitReader.ofNal("H.264 slice", nal);
            bits.skip(8);
            bits.skipGolomb(1); // first_mb_in_slice
            return switch (bits.ue("slice_type", 9) % 5) {
                case 0, 3 -> SLICE_P;
                case 1 -> SLICE_B;
                default -> SLICE_I;
            };
        }

        int flags() {
            if (slices == 0) {
                return 0;
            }
            int flags = referred ? 0 : Frame.DROPPABLE;
            if (idr) {
                flags |= Frame.KEY;
            } else if (recoveryPoint) {
                flags |= Frame.KEY | Frame.OPEN_GOP;
            }
            return flags;
        }
    }
}
