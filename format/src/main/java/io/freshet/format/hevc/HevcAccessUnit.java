package io.freshet.format.hevc;

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
/// @param payload       NAL units with 4-byte lengths, without AUD, filler and parameter sets of
///                      the base layer; contiguous; shares the source's bytes where they lie side
///                      by side; empty if nothing is left
/// @param flags         as in [Frame]: IDR, BLA and CRA are KEY, of these CRA and a BLA that may
///                      have skipped leading pictures OPEN_GOP; RASL is LEADING; a sub-layer
///                      non-reference picture is DROPPABLE, which in a stream with several
///                      temporal sub-layers means: together with the higher ones
/// @param hasPicture    false if there are only parameter sets, SEI and the like: not a frame
/// @param parameterSets copies of the VPS, SPS and PPS found, in their order
///
/// Spec: ISO/IEC 23008-2:2023, 7.4.2.2; ISO/IEC 14496-15:2022, 8.3.2
public record HevcAccessUnit(Payload payload, int flags, boolean hasPicture,
        List<Bytes> parameterSets) {

    /// @param lengthPrefixed may be shared by the result
    /// @param nalLengthSize  as in [HevcConfiguration]
    public static HevcAccessUnit parse(Payload lengthPrefixed, int nalLengthSize)
            throws MalformedMediaException {
        Scan scan = new Scan();
        NalFilter.Result kept = NalFilter.apply(lengthPrefixed, nalLengthSize, scan);
        boolean hasPicture = scan.pictureType >= 0;
        return new HevcAccessUnit(kept.payload(), hasPicture ? flags(scan.pictureType) : 0,
                hasPicture, kept.lifted());
    }

    private static int flags(int type) {
        return switch (type) {
            case HevcNal.RASL_N -> Frame.LEADING | Frame.DROPPABLE;
            case HevcNal.RASL_R -> Frame.LEADING;
            case HevcNal.CRA, HevcNal.BLA_W_LP -> Frame.KEY | Frame.OPEN_GOP;
            default -> {
                if (type >= HevcNal.BLA_W_LP) {
                    yield Frame.KEY;
                }
                yield type % 2 == 0 && type <= HevcNal.MAX_SUB_LAYER_NON_REFERENCE
                        ? Frame.DROPPABLE : 0;
            }
        };
    }

    private static final class Scan implements NalFilter.Choice {

        /// Of the first slice of the base layer; all have the same; -1 before it.
        private int pictureType = -1;

        @Override
        public Fate of(ByteBuffer bytes) throws MalformedMediaException {
            HevcNal nal = HevcNal.of(bytes);
            if (nal.isSlice() && pictureType < 0) {
                pictureType = nal.type();
            }
            if (nal.isParameterSet()) {
                return Fate.LIFT;
            }
            return nal.type() == HevcNal.AUD || nal.type() == HevcNal.FILLER ? Fate.DROP
                    : Fate.KEEP;
        }
    }
}
