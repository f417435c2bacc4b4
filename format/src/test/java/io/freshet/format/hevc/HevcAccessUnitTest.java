package io.freshet.format.hevc;

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

class HevcAccessUnitTest {

    private static final int AUD = 0x46;

    static Stream<byte[]> seeds() {
        return VideoFixtures.seeds(units("open-gop.h265"));
    }

    static List<Bytes> units(String file) {
        return VideoFixtures.accessUnits(
                VideoFixtures.file(HevcAccessUnitTest.class, file), AUD);
    }

    /// K is a closed key frame, k an open one, L skipped by who joins there, d droppable.
    @ParameterizedTest
    @CsvSource({
        "open-gop.h265, K - - d k L Ld - - d - d",
        "radl.h265, K - - d d K d - - d d -",
        "hdr-sei.h265, K - - - - - k - - - - -"})
    void tellsKeyFramesAndFramesThatMayGo(String file, String expected) throws MediaException {
        List<String> dump = new ArrayList<>();
        for (Bytes unit : units(file)) {
            dump.add(dump(HevcAccessUnit.parse(unit, 4)));
        }
        assertThat(String.join(" ", dump)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-gop.h265", "radl.h265", "hdr-sei.h265"})
    void isDoneAfterOnePass(String file) throws MediaException {
        for (Bytes unit : units(file)) {
            HevcAccessUnit once = HevcAccessUnit.parse(unit, 4);
            HevcAccessUnit twice = HevcAccessUnit.parse(once.payload(), 4);
            assertThat(twice.payload()).isSameAs(once.payload());
            assertThat(twice.flags()).isEqualTo(once.flags());
            assertThat(twice.parameterSets()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"BLA_W_LP, 2001, 3", "BLA_N_LP, 2401, 1", "reserved IRAP, 2C01, 0",
        "TSA_N, 0401, 4", "of another layer, 2809, 0"})
    void knowsEveryKindOfPicture(String name, String header, int flags) throws MediaException {
        HevcAccessUnit unit = HevcAccessUnit.parse(Bytes.ofHex("00000003" + header + "80"), 4);
        assertThat(unit.flags()).as(name).isEqualTo(flags);
        assertThat(Frame.KEY | Frame.OPEN_GOP).isEqualTo(3);
    }

    @Test
    void hasNoPictureIfOnlyParameterSetsCame() throws MediaException {
        HevcAccessUnit unit = HevcAccessUnit.parse(Bytes.ofHex("03 460110 03 4401C1"), 1);
        assertThat(unit.hasPicture()).isFalse();
        assertThat(unit.payload().length()).isZero();
        assertThat(unit.parameterSets()).containsExactly(Bytes.ofHex("4401C1"));
    }

    @Test
    void refusesHeadersThatAreNone() {
        for (String hex : List.of("01 26", "02 A601")) {
            assertThatThrownBy(() -> HevcAccessUnit.parse(Bytes.ofHex(hex), 1))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void standsCutsAndDamage() {
        for (Bytes unit : units("open-gop.h265").subList(0, 4)) {
            ParserFaults.assertOnlyCheckedExceptions(unit.toArray(),
                    bytes -> HevcAccessUnit.parse(Bytes.copyOf(bytes), 4));
        }
    }

    private static String dump(HevcAccessUnit unit) {
        int flags = unit.flags();
        String text = ((flags & Frame.KEY) == 0 ? "" : (flags & Frame.OPEN_GOP) == 0 ? "K" : "k")
                + ((flags & Frame.LEADING) != 0 ? "L" : "")
                + ((flags & Frame.DROPPABLE) != 0 ? "d" : "");
        return text.isEmpty() ? "-" : text;
    }
}
