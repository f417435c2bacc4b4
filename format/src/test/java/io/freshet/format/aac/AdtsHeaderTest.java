package io.freshet.format.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdtsHeaderTest {

    /// @param written what [AdtsHeader#write] makes of it, empty where that is another header
    record Case(String name, String hex, String written, AdtsHeader header) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("FFmpeg, LC stereo at 44.1 kHz", "FFF150802EBFFC", "FFF150802EBFFC",
                        new AdtsHeader(2, 44_100, 2, 373, 1, false)),
                new Case("MPEG-2, buffer fullness", "FFF950802EA7DC", "FFF150802EBFFC",
                        new AdtsHeader(2, 44_100, 2, 373, 1, false)),
                new Case("checksum", "FFF04C8001401C", "",
                        new AdtsHeader(2, 48_000, 2, 10, 1, true)),
                new Case("four access units in a frame", "FFF14C40FFFFFF", "FFF14C40FFFFFF",
                        new AdtsHeader(2, 48_000, 1, 2047, 4, false)));
    }

    static Stream<byte[]> seeds() {
        return cases().stream().map(each -> Bytes.ofHex(each.hex()).toArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachCase(Case each) throws MediaException {
        ByteBuffer source = Bytes.ofHex(each.hex() + "0000").buffer();

        assertThat(AdtsHeader.parse(source)).isEqualTo(each.header());
        assertThat(source.remaining()).isEqualTo(2);
        assertThat(each.header().headerBytes()).isEqualTo(each.header().checksum() ? 9 : 7);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesEachCase(Case each) {
        if (!each.header().checksum()) {
            assertThat(each.header().write()).isEqualTo(Bytes.ofHex(each.written()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(Case each) {
        ParserFaults.assertOnlyCheckedExceptions(Bytes.ofHex(each.hex()).toArray(),
                AdtsHeader::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FEF150802EBFFC", "FFF350802EBFFC", "FFF174802EBFFC", "FFF17C802EBFFC",
        "FFF1508000DFFC", "FFF05080011FFC"})
    void refusesWhatIsNoHeader(String hex) {
        assertThatThrownBy(() -> AdtsHeader.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void aConfigurationSurvivesTheWayThroughAdts() throws MediaException {
        AudioSpecificConfig config = AudioSpecificConfig.parse(Bytes.ofHex("1190").buffer());
        AdtsHeader header = AdtsHeader.of(config, 300);

        assertThat(header.frameBytes()).isEqualTo(307);
        assertThat(AdtsHeader.parse(header.write().buffer()).config()).isEqualTo(config);
    }

    /// Found by fuzzing: the escape of AudioSpecificConfig was read as 24 bits of rate.
    @Test
    void knowsNoEscapeForOtherRates() {
        assertThatThrownBy(() -> AdtsHeader.parse(Bytes.ofHex("FFF17C01F40200A0").buffer()))
                .isInstanceOf(MalformedMediaException.class).hasMessageContaining("index 15");
    }

    @Test
    void heAacShowsItsCore() throws MediaException {
        AudioSpecificConfig config = AudioSpecificConfig.parse(Bytes.ofHex("EB8A0800").buffer());

        assertThat(AdtsHeader.of(config, 1))
                .isEqualTo(new AdtsHeader(2, 22_050, 1, 8, 1, false));
    }

    /// A rate outside of the table, 6.1, a program config element, 960 samples.
    @ParameterizedTest
    @ValueSource(strings = {"17804DE910", "11D8", "118004C4010020000000", "1214"})
    void refusesConfigurationsThatItHasNoWordsFor(String hex) throws MediaException {
        AudioSpecificConfig config = AudioSpecificConfig.parse(Bytes.ofHex(hex).buffer());

        assertThatThrownBy(() -> AdtsHeader.of(config, 100))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void refusesAnAccessUnitThatIsTooLong() throws MediaException {
        AudioSpecificConfig config = AudioSpecificConfig.parse(Bytes.ofHex("1210").buffer());

        assertThat(AdtsHeader.of(config, 8184).frameBytes()).isEqualTo(8191);
        assertThatThrownBy(() -> AdtsHeader.of(config, 8185))
                .isInstanceOf(UnsupportedMediaException.class);
    }
}
