package io.freshet.format.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.bits.NalFilter.Fate;
import io.freshet.format.bits.NalFilter.Result;
import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In these units the first byte is the fate: 0 drop, 1 lift, 2 keep.
class NalFilterTest {

    @Test
    void handsTheSourceOnIfEverythingStays() throws MalformedMediaException {
        Bytes source = Bytes.ofHex("00000002 02AA 00000001 02");
        assertThat(apply(source, 4).payload()).isSameAs(source);
    }

    @Test
    void sharesTheSourceIfWhatStaysLiesSideBySide() throws MalformedMediaException {
        Bytes source = Bytes.ofHex("00000001 00 00000002 01BB 00000002 02AA 00000001 02"
                + "00000001 00");
        Result result = apply(source, 4);
        assertThat(result.payload()).isEqualTo(Bytes.ofHex("00000002 02AA 00000001 02"));
        assertThat(result.lifted()).containsExactly(Bytes.ofHex("01BB"));
    }

    @Test
    void copiesIfSomethingInTheMiddleGoes() throws MalformedMediaException {
        Bytes source = Bytes.ofHex("00000002 02AA 00000001 00 00000001 02");
        assertThat(apply(source, 4).payload())
                .isEqualTo(Bytes.ofHex("00000002 02AA 00000001 02"));
    }

    @Test
    void widensShortLengths() throws MalformedMediaException {
        Bytes wide = Bytes.ofHex("00000002 02AA 00000001 02");
        assertThat(apply(Bytes.ofHex("02 02AA 00 01 02"), 1).payload()).isEqualTo(wide);
        assertThat(apply(Bytes.ofHex("0002 02AA 0000 0001 02"), 2).payload()).isEqualTo(wide);
    }

    @Test
    void dropsEmptyUnitsAndMayLeaveNothing() throws MalformedMediaException {
        assertThat(apply(Bytes.ofHex("00000000 00000001 00"), 4).payload()).isEqualTo(Bytes.EMPTY);
        assertThat(apply(Bytes.EMPTY, 4).payload()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void joinsAPayloadThatCameInPieces() throws MalformedMediaException {
        CompositePayload pieces = new CompositePayload(
                List.of(Bytes.ofHex("000000"), Bytes.ofHex("02 02"), Bytes.ofHex("AA")));
        Result result = apply(pieces, 4);
        assertThat(result.payload().slices()).hasSize(1);
        assertThat(result.payload().toArray()).isEqualTo(pieces.toArray());
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        for (String hex : List.of("000000", "00000002 02", "FFFFFFFF 02", "80000000 02")) {
            assertThatThrownBy(() -> apply(Bytes.ofHex(hex), 4))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void refusesAFloodOfParameterSets() {
        Bytes flood = Bytes.ofHex("01 01".repeat(NalFilter.MAX_LIFTED + 1));
        assertThatThrownBy(() -> apply(flood, 1)).hasMessageContaining("parameter sets");
    }

    private static Result apply(Payload source, int lengthSize)
            throws MalformedMediaException {
        return NalFilter.apply(source, lengthSize, nal -> switch (nal.get(0)) {
            case 0 -> Fate.DROP;
            case 1 -> Fate.LIFT;
            default -> Fate.KEEP;
        });
    }
}
