package io.freshet.format.ac3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The frames are FFmpeg's.
class Ac3HeaderTest {

    record Case(String name, String hex, Ac3Header header) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("AC-3 stereo, 192 kbit/s", "0B77FE95144043E1", new Ac3Header(
                        AudioCodec.AC3, 48_000, 2, 768, 1536, Bytes.ofHex("101140"))),
                new Case("AC-3 5.1 at 44.1 kHz, 448 kbit/s", "0B770DCE5E40EBF8", new Ac3Header(
                        AudioCodec.AC3, 44_100, 6, 1950, 1536, Bytes.ofHex("503DE0"))),
                new Case("AC-3 mono at 32 kHz, 96 kbit/s", "0B77952F8C402F84", new Ac3Header(
                        AudioCodec.AC3, 32_000, 1, 576, 1536, Bytes.ofHex("9008C0"))),
                new Case("E-AC-3 stereo, 192 kbit/s", "0B77017F3487C000", new Ac3Header(
                        AudioCodec.EAC3, 48_000, 2, 768, 1536, Bytes.ofHex("0600200400"))),
                new Case("E-AC-3 5.1, 192 kbit/s", "0B77017F3F87C000", new Ac3Header(
                        AudioCodec.EAC3, 48_000, 6, 768, 1536, Bytes.ofHex("0600200F00"))),
                new Case("E-AC-3 at 24 kHz", "0B77017FC487C000", new Ac3Header(
                        AudioCodec.EAC3, 24_000, 2, 768, 1536, Bytes.ofHex("0300E00400"))));
    }

    static Stream<byte[]> seeds() {
        return cases().stream().map(each -> Bytes.ofHex(each.hex()).toArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachCase(Case each) throws MediaException {
        assertThat(Ac3Header.parse(Bytes.ofHex(each.hex()).buffer())).isEqualTo(each.header());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(Case each) {
        ParserFaults.assertOnlyCheckedExceptions(Bytes.ofHex(each.hex()).toArray(),
                Ac3Header::parse);
    }

    /// No sync word; a reserved rate; a reserved size; a reserved reduced rate.
    @ParameterizedTest
    @ValueSource(strings = {"0B78FE95144043E1", "0B77FE95D44043E1", "0B77FE95264043E1",
        "0B77017FF487C000"})
    void refusesWhatIsNoFrame(String hex) {
        assertThatThrownBy(() -> Ac3Header.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    /// A dependent substream, a second programme, an unknown bit stream id.
    @ParameterizedTest
    @ValueSource(strings = {"0B77417F3487C000", "0B77097F3487C000", "0B77FE9514F843E1"})
    void leavesFurtherSubstreamsToOthers(String hex) {
        assertThatThrownBy(() -> Ac3Header.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void aTrackCarriesWhatMp4SaysAboutIt() throws MediaException {
        Track track = Ac3Track.of(4, Ac3Header.parse(
                Bytes.ofHex("0B77017F3487C000").buffer()));

        assertThat(track.codecString()).isEqualTo("ec-3");
        assertThat(track.configuration()).isEqualTo(Bytes.ofHex("0600200400"));
        assertThat(track.traits()).isEqualTo(new Traits.Sound(48_000, 2, 1536));
    }
}
