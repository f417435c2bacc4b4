package io.freshet.format.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits.Picture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Av1ConfigurationTest {

    /// @param hex an av1C
    record Case(String name, String hex, String codecString, Picture picture) {

        Bytes bytes() {
            return Bytes.ofHex(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<byte[]> seeds() {
        return all().stream().map(c -> c.bytes().toArray());
    }

    static List<Case> all() {
        return List.of(
                new Case("libaom, 8 bit", "81000c000a0a000000032e1c4daf9004",
                        "av01.0.00M.08", new Picture(98, 50, 0, 0)),
                new Case("SVT, 10 bit", "81004c000a0a000000032fffc02f8404",
                        "av01.0.00M.10", new Picture(128, 64, 0, 0)),
                new Case("monochrome, 10 bit, PQ", "81005c000a0d000000032e1c4daf97091009a0",
                        "av01.0.00M.10.1.110.09.16.09.1", new Picture(98, 50, 0, 0)),
                new Case("without a sequence header", "8124CC00",
                        "av01.1.04H.10", new Picture(0, 0, 0, 0)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void tellsWhatIsInIt(Case c) throws MediaException {
        Track track = Av1Track.of(7, c.bytes());
        assertThat(track.codecString()).isEqualTo(c.codecString());
        assertThat(track.traits()).isEqualTo(c.picture());
        assertThat(track.configuration()).isEqualTo(c.bytes());
    }

    @ParameterizedTest
    @MethodSource("all")
    void standsCutsAndDamage(Case c) {
        ParserFaults.assertOnlyCheckedExceptions(c.bytes().toArray(),
                bytes -> Av1Track.of(1, Bytes.copyOf(bytes)));
    }

    @Test
    void isTheSameFromASequenceHeaderInBand() throws MediaException {
        Bytes header = Av1TemporalUnit.parse(Av1TemporalUnitTest.units("libaom.ivf").getFirst())
                .sequenceHeader();
        Av1Configuration made = Av1Configuration.of(header);
        assertThat(made.write()).isEqualTo(all().getFirst().bytes());
        assertThat(made.updatedBy(header)).isSameAs(made);
        assertThat(made.updatedBy(Bytes.EMPTY)).isSameAs(made);
        Bytes other = all().get(1).bytes().slice(4, 12);
        assertThat(made.updatedBy(other).write()).isEqualTo(all().get(1).bytes());
    }

    @Test
    void readsTimingAndOperatingPoints() throws MediaException {
        // profile 0; timing 1001/30000, equal, 1 tick; no decoder model; display delay present;
        // one operating point: level 9, high tier, delay 4
        String bits = "000 0 0 1" + binary(1001) + binary(30_000) + "1 1 0 1 00000 000000000000"
                + "01001 1 1 0100" + "0111 0111 01111111 00111111"
                + "0 000 0000 0 1 1 000 0 0 0 0 00 0 0 1";
        Av1SequenceHeader header = Av1SequenceHeader.parse(ofBits(bits).buffer());
        assertThat(header.framesPerKilosecond()).isEqualTo(29_970);
        assertThat(header.codecString()).isEqualTo("av01.0.09H.08");
        assertThat(header.width()).isEqualTo(128);
        assertThat(header.height()).isEqualTo(64);
    }

    @Test
    void readsReducedStillPictures() throws MediaException {
        String bits = "001 1 1 00101 0111 0111 01111111 00111111 000 000 1 1 00000001 00001101"
                + "00000000 0 1";
        Av1SequenceHeader header = Av1SequenceHeader.parse(ofBits(bits).buffer());
        assertThat(header.codecString()).isEqualTo("av01.1.05M.10.0.000.01.13.00.1");
    }

    @Test
    void refusesWhatCannotBeATrack() {
        for (String hex : List.of("", "82", "8100", "81000c00 0a0a00", "81000c00 8A")) {
            assertThatThrownBy(() -> Av1Track.of(1, Bytes.ofHex(hex)))
                    .isInstanceOf(MalformedMediaException.class);
        }
        assertThatThrownBy(() -> Av1Configuration.of(Bytes.ofHex("1200")))
                .hasMessageContaining("no AV1 sequence header");
    }

    private static String binary(int value) {
        return String.format("%32s", Integer.toBinaryString(value)).replace(' ', '0');
    }

    private static Bytes ofBits(String text) {
        String bits = text.replace(" ", "");
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << 7 - i % 8);
        }
        return Bytes.wrap(bytes);
    }
}
