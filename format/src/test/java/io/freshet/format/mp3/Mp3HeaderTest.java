package io.freshet.format.mp3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.format.mp3.Mp3Header.Version;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp3HeaderTest {

    record Case(String name, String hex, Mp3Header header, int samplesPerFrame) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("128 kbit/s joint stereo at 44.1 kHz", "FFFB9064",
                        new Mp3Header(Version.MPEG_1, 128_000, 44_100, 2, 417), 1152),
                new Case("the same, padded", "FFFB9264",
                        new Mp3Header(Version.MPEG_1, 128_000, 44_100, 2, 418), 1152),
                new Case("320 kbit/s at 48 kHz", "FFFBE400",
                        new Mp3Header(Version.MPEG_1, 320_000, 48_000, 2, 960), 1152),
                new Case("with a checksum, mono at 32 kHz", "FFFA18C0",
                        new Mp3Header(Version.MPEG_1, 32_000, 32_000, 1, 144), 1152),
                new Case("MPEG-2 at 22.05 kHz", "FFF380C4",
                        new Mp3Header(Version.MPEG_2, 64_000, 22_050, 1, 208), 576),
                new Case("MPEG-2.5 at 8 kHz", "FFE318C4",
                        new Mp3Header(Version.MPEG_2_5, 8_000, 8_000, 1, 72), 576));
    }

    static Stream<byte[]> seeds() {
        return cases().stream().map(each -> Bytes.ofHex(each.hex()).toArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachCase(Case each) throws MediaException {
        ByteBuffer source = Bytes.ofHex(each.hex() + "00").buffer();

        assertThat(Mp3Header.parse(source)).isEqualTo(each.header());
        assertThat(source.remaining()).isEqualTo(1);
        assertThat(each.header().samplesPerFrame()).isEqualTo(each.samplesPerFrame());
    }

    @Test
    void neverFailsUncheckedWhateverTheHeader() {
        for (int bits = 0; bits < 1 << 21; bits++) {
            byte[] header = ByteBuffer.allocate(4).putInt(0x7FF << 21 | bits).array();
            ParserFaults.tryOut(header, Mp3Header::parse);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FFFB90", "FFDB9064", "FFEB9064", "FFF99064", "FFFBF064",
        "FFFB9C64"})
    void refusesWhatIsNoHeader(String hex) {
        assertThatThrownBy(() -> Mp3Header.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    /// Layers I and II, and the free format.
    @ParameterizedTest
    @ValueSource(strings = {"FFFF9064", "FFFD9064", "FFFB0064"})
    void leavesOtherLayersToOthers(String hex) {
        assertThatThrownBy(() -> Mp3Header.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void aTrackCountsSamples() throws MediaException {
        Track track = Mp3Track.of(2, Mp3Header.parse(Bytes.ofHex("FFFB9064").buffer()));

        assertThat(track.timescale()).isEqualTo(44_100);
        assertThat(track.traits()).isEqualTo(new Traits.Sound(44_100, 2, 1152));
        assertThat(track.codecString()).isEqualTo("mp4a.40.34");
    }
}
