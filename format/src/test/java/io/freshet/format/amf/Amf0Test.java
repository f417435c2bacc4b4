package io.freshet.format.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.amf.AmfValue.Num;
import io.freshet.format.amf.AmfValue.Text;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Amf0Test {

    @ParameterizedTest
    @MethodSource("io.freshet.format.amf.AmfCases#all")
    void readsEachCase(AmfCases.Case each) throws MediaException {
        ByteBuffer source = ByteBuffer.wrap(each.bytes());

        assertThat(Amf0.parse(source)).isEqualTo(each.value());
        assertThat(source.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.amf.AmfCases#all")
    void writesEachCaseSoThatItReadsTheSame(AmfCases.Case each) throws MediaException {
        Bytes written = Amf0.write(each.value());

        assertThat(Amf0.parse(written.buffer())).isEqualTo(each.value());
        if (each.canonical()) {
            assertThat(written).isEqualTo(Bytes.wrap(each.bytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.amf.AmfCases#all")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(AmfCases.Case each) {
        byte[] good = each.bytes();
        if (good.length > 1000) {
            return;
        }
        ByteFaults.cutAtEveryByte(good).forEach(Amf0Test::parsesOrRefuses);
        ByteFaults.damaged(good, 200, 1).forEach(Amf0Test::parsesOrRefuses);
    }

    @Test
    void readsACommandAsValuesInARow() throws MediaException {
        Bytes command = Amf0.write(new Text("play"), new Num(0), AmfValue.NULL, new Text("cam"));

        assertThat(Amf0.parseAll(command.buffer())).containsExactly(new Text("play"), new Num(0),
                AmfValue.NULL, new Text("cam"));
    }

    @Test
    void keepsTheOrderOfProperties() throws MediaException {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String name : List.of("width", "height", "duration", "a")) {
            properties.put(name, new Num(1));
        }
        AmfValue parsed = Amf0.parse(Amf0.write(new AmfValue.EcmaArray(properties)).buffer());

        assertThat(((AmfValue.EcmaArray) parsed).properties().keySet())
                .containsExactly("width", "height", "duration", "a");
    }

    @Test
    void answersForAProperty() {
        var object = new AmfValue.Obj(Map.of("app", new Text("live"), "n", new Num(3)));

        assertThat(object.text("app")).contains("live");
        assertThat(object.text("n")).isEmpty();
        assertThat(object.number("n", -1)).isEqualTo(3);
        assertThat(object.number("app", -1)).isEqualTo(-1);
        assertThat(object.property("x")).isEmpty();
    }

    @Test
    void refusesReferences() {
        assertUnsupported("07 0000");
        assertUnsupported("11 0F 01");
    }

    @Test
    void refusesAnAmf3ObjectThatContainsItself() {
        assertUnsupported("11 09 03 01 09 00");
    }

    @Test
    void refusesAmf3ReferencesToNothing() {
        assertMalformed("11 09 02");
        assertMalformed("11 06 02");
        assertMalformed("11 0A 05");
    }

    @Test
    void boundsDepth() {
        assertMalformed("03 0001 61".repeat(17) + "05" + "0000 09".repeat(17));
    }

    @Test
    void boundsTheCountOfValues() {
        assertMalformed("0A 00004000" + "05".repeat(16_384));
        assertMalformed("0A FFFFFFFF" + "05".repeat(16_384));
    }

    @Test
    void boundsStringsAndNames() {
        assertMalformed("0C 00010001" + "61".repeat(65_537));
        assertMalformed("03 0401" + "61".repeat(1025) + "05 0000 09");
    }

    /// Each array holds the one before twice: 2 to the 15th leaves from 100 bytes.
    @Test
    void boundsWhatAmf3ReferencesUnfoldTo() {
        StringBuilder hex = new StringBuilder("11 09 21 01 09 21 01");
        hex.append("02".repeat(16));
        for (int i = 0; i < 14; i++) {
            hex.append("09 21 01").append(String.format("09 %02X", (i + 1) << 1).repeat(16));
        }
        assertMalformed(hex.toString());
    }

    /// Each array holds the one before by reference: found by fuzzing, as deep as it was long.
    @Test
    void boundsDepthByAmf3References() throws MediaException {
        assertThat(Amf0.parse(Bytes.ofHex(chain(12)).buffer())).isNotNull();
        assertMalformed(chain(15));
        assertMalformed(chain(60));
    }

    private static String chain(int length) {
        StringBuilder hex = new StringBuilder("11 09")
                .append(String.format("%02X", length << 1 | 1)).append("01 09 01 01");
        for (int i = 1; i < length; i++) {
            hex.append("09 03 01 09").append(String.format("%02X", i << 1));
        }
        return hex.toString();
    }

    private static void parsesOrRefuses(byte[] bytes) {
        try {
            Amf0.parse(ByteBuffer.wrap(bytes));
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }

    private static void assertMalformed(String hex) {
        assertThatThrownBy(() -> Amf0.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static void assertUnsupported(String hex) {
        assertThatThrownBy(() -> Amf0.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(UnsupportedMediaException.class);
    }
}
