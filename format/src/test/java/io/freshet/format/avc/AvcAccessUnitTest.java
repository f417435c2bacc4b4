package io.freshet.format.avc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.format.VideoFixtures;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvcAccessUnitTest {

    private static final int AUD = 0x09;

    static Stream<byte[]> seeds() {
        return VideoFixtures.seeds(units("open-gop.h264"));
    }

    /// The letters are slice types; K is an IDR, k a recovery point, d droppable.
    @ParameterizedTest
    @CsvSource({
        "open-gop.h264, KI P B dB kI B dB P B dB P dB",
        "two-slices.h264, KI P P P P P KI P P P P P",
        "gradual-refresh.h264, KI P P P P P kP P P P P P"})
    void tellsKeyFramesAndFramesThatMayGo(String file, String expected) throws MediaException {
        List<String> dump = new ArrayList<>();
        for (Bytes unit : units(file)) {
            dump.add(dump(AvcAccessUnit.parse(unit, 4)));
        }
        assertThat(String.join(" ", dump)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-gop.h264", "two-slices.h264", "gradual-refresh.h264"})
    void isDoneAfterOnePass(String file) throws MediaException {
        for (Bytes unit : units(file)) {
            AvcAccessUnit once = AvcAccessUnit.parse(unit, 4);
            AvcAccessUnit twice = AvcAccessUnit.parse(once.payload(), 4);
            assertThat(twice.payload()).isSameAs(once.payload());
            assertThat(twice.flags()).isEqualTo(once.flags());
            assertThat(twice.parameterSets()).isEmpty();
        }
    }

    @Test
    void liftsTheParameterSetsAndNothingElse() throws MediaException {
        AvcAccessUnit first = AvcAccessUnit.parse(units("open-gop.h264").getFirst(), 4);
        assertThat(first.parameterSets()).hasSize(2);
        assertThat(AvcConfiguration.of(first.parameterSets()).write())
                .isEqualTo(AvcCases.all().getFirst().bytes());
        assertThat(first.payload().buffer().get(4) & 0x1F).isEqualTo(AvcNal.SEI);
    }

    @Test
    void hasNoPictureIfOnlyParameterSetsCame() throws MediaException {
        AvcAccessUnit unit = AvcAccessUnit.parse(Bytes.ofHex("00000002 09F0 00000003 68EE3C"), 4);
        assertThat(unit.hasPicture()).isFalse();
        assertThat(unit.flags()).isZero();
        assertThat(unit.payload().length()).isZero();
        assertThat(unit.parameterSets()).containsExactly(Bytes.ofHex("68EE3C"));
    }

    @Test
    void takesTheFirstMacroblockThroughEmulationPrevention() throws MediaException {
        // first_mb_in_slice: 21 zeros, 1, 21 zeros; slice_type 7
        AvcAccessUnit unit = AvcAccessUnit.parse(Bytes.ofHex("09 41 000004 000003 0220"), 1);
        assertThat(unit.slices()).isEqualTo(AvcAccessUnit.SLICE_I);
    }

    @Test
    void skipsSeiThatIsBroken() throws MediaException {
        AvcAccessUnit unit = AvcAccessUnit.parse(Bytes.ofHex("03 0605FF 03 41E080"), 1);
        assertThat(unit.hasPicture()).isTrue();
        assertThat(unit.flags()).isZero();
    }

    @Test
    void refusesAForbiddenBit() {
        assertThatThrownBy(() -> AvcAccessUnit.parse(Bytes.ofHex("02 C180"), 1))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void standsCutsAndDamage() {
        for (Bytes unit : units("open-gop.h264").subList(0, 4)) {
            ParserFaults.assertOnlyCheckedExceptions(unit.toArray(),
                    bytes -> AvcAccessUnit.parse(Bytes.copyOf(bytes), 4));
        }
    }

    private static List<Bytes> units(String file) {
        return VideoFixtures.accessUnits(VideoFixtures.file(AvcAccessUnitTest.class, file), AUD);
    }

    private static String dump(AvcAccessUnit unit) {
        boolean key = (unit.flags() & Frame.KEY) != 0;
        boolean open = (unit.flags() & Frame.OPEN_GOP) != 0;
        return (key ? open ? "k" : "K" : "")
                + ((unit.flags() & Frame.DROPPABLE) != 0 ? "d" : "")
                + ((unit.slices() & AvcAccessUnit.SLICE_I) != 0 ? "I" : "")
                + ((unit.slices() & AvcAccessUnit.SLICE_P) != 0 ? "P" : "")
                + ((unit.slices() & AvcAccessUnit.SLICE_B) != 0 ? "B" : "");
    }
}
