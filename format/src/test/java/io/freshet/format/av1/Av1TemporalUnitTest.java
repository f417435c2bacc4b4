package io.freshet.format.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.format.VideoFixtures;
import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Av1TemporalUnitTest {

    private static final String KEY_FRAME = "32 03 10AABB";
    private static final String INTER_FRAME = "32 03 30AABB";

    static List<Bytes> units(String file) {
        return VideoFixtures.ivf(VideoFixtures.file(Av1TemporalUnitTest.class, file));
    }

    static Stream<byte[]> seeds() {
        return VideoFixtures.seeds(units("svt-10-bit.ivf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"libaom.ivf", "svt-10-bit.ivf"})
    void findsTheKeyFrames(String file) throws MediaException {
        List<Boolean> keys = new ArrayList<>();
        for (Bytes unit : units(file)) {
            Av1TemporalUnit parsed = Av1TemporalUnit.parse(unit);
            assertThat(parsed.hasPicture()).isTrue();
            assertThat(parsed.sequenceHeader().length() > 0).isEqualTo(parsed.flags() == 1);
            keys.add(parsed.flags() == 1);
        }
        assertThat(keys).containsExactly(true, false, false, false, false, false,
                true, false, false, false, false, false);
    }

    @Test
    void stripsTheTemporalDelimiterWithoutCopying() throws MediaException {
        Bytes unit = units("libaom.ivf").getFirst();
        Av1TemporalUnit once = Av1TemporalUnit.parse(unit);
        assertThat(once.payload()).isEqualTo(unit.slice(2, unit.length() - 2));
        assertThat(Av1TemporalUnit.parse(once.payload()).payload()).isSameAs(once.payload());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a key frame,                 32 03 10AABB,                       32 03 10AABB, 1
            one that is not shown,       32 03 00AABB,                       32 03 00AABB, 0
            a shown earlier frame,       1A 01 90,                           1A 01 90,     0
            the last without a size,     1200 30 10AABB,                     32 03 10AABB, 1
            extension kept,              36 08 03 10AABB,                  36 08 03 10AABB, 1
            extension without size,      34 08 10AABB,                     36 08 03 10AABB, 1
            padding in the middle,       0A 01 00 7A 01 80 32 03 10AABB, 0A 01 00 32 03 10AABB, 1
            a size longer than needed,   12 00 32 8300 10AABB,             32 8300 10AABB, 1
            a still picture,             0A 01 18 32 03 00AABB,    0A 01 18 32 03 00AABB, 1
            key frame after another, 32 03 30AABB 32 03 10AABB, 32 03 30AABB 32 03 10AABB, 0
            """)
    void readsOne(String name, String hex, String expected, int flags) throws MediaException {
        Av1TemporalUnit unit = Av1TemporalUnit.parse(Bytes.ofHex(hex));
        assertThat(unit.payload()).as(name)
                .isEqualTo(Bytes.ofHex(expected));
        assertThat(unit.flags()).as(name).isEqualTo(flags);
    }

    @Test
    void givesTheSequenceHeaderWithItsSize() throws MediaException {
        assertThat(Av1TemporalUnit.parse(Bytes.ofHex("0C 08 AABB")).sequenceHeader())
                .isEqualTo(Bytes.ofHex("0E 08 02 AABB"));
        assertThat(Av1TemporalUnit.parse(Bytes.ofHex(INTER_FRAME)).sequenceHeader())
                .isEqualTo(Bytes.EMPTY);
    }

    @Test
    void hasNoPictureIfOnlyHeadersCame() throws MediaException {
        Av1TemporalUnit unit = Av1TemporalUnit.parse(Bytes.ofHex("1200 0A 01 00"));
        assertThat(unit.hasPicture()).isFalse();
        assertThat(Av1TemporalUnit.parse(Bytes.EMPTY).payload()).isEqualTo(Bytes.EMPTY);
        assertThat(Av1TemporalUnit.parse(Bytes.ofHex("1200")).payload()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void joinsAPayloadThatCameInPieces() throws MediaException {
        Bytes unit = Bytes.ofHex(KEY_FRAME);
        Av1TemporalUnit parsed = Av1TemporalUnit.parse(
                new CompositePayload(List.of(unit.slice(0, 1), unit.slice(1, 4))));
        assertThat(parsed.payload()).isEqualTo(unit);
    }

    @Test
    void refusesWhatBreaksTheRules() {
        for (String hex : List.of("B2 03 10AABB", "32 04 10AABB", "32 80", "32", "34", "32 00",
                "32 808080808080808001 10")) {
            assertThatThrownBy(() -> Av1TemporalUnit.parse(Bytes.ofHex(hex))).as(hex)
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void standsCutsAndDamage() {
        for (Bytes unit : units("libaom.ivf").subList(0, 4)) {
            ParserFaults.assertOnlyCheckedExceptions(unit.toArray(),
                    bytes -> Av1TemporalUnit.parse(Bytes.copyOf(bytes)));
        }
    }
}
