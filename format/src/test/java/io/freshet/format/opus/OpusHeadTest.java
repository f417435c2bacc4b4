package io.freshet.format.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
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

class OpusHeadTest {

    private static final String MAGIC = "4F70757348656164";

    record Case(String name, String hex, OpusHead head) {

        Bytes bytes() {
            return Bytes.ofHex(MAGIC + hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("FFmpeg, stereo", "01 02 3801 80BB0000 0000 00",
                        new OpusHead(2, 312, 48_000, 0, 0, Bytes.EMPTY)),
                new Case("mono, input rate unknown, 3 dB lower", "01 01 0000 00000000 00FD 00",
                        new OpusHead(1, 0, 0, -768, 0, Bytes.EMPTY)),
                new Case("5.1", "01 06 3801 80BB0000 0000 01 04 02 000401020305",
                        new OpusHead(6, 312, 48_000, 0, 1, Bytes.ofHex("0402000401020305"))),
                new Case("unnamed channels, one silent", "01 03 3801 80BB0000 0000 FF 02 00 0001FF",
                        new OpusHead(3, 312, 48_000, 0, 255, Bytes.ofHex("02000001FF"))));
    }

    static Stream<byte[]> seeds() {
        return cases().stream().map(each -> each.bytes().toArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAndWritesEachCase(Case each) throws MediaException {
        assertThat(OpusHead.parse(each.bytes().buffer())).isEqualTo(each.head());
        assertThat(each.head().write()).isEqualTo(each.bytes());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(Case each) {
        ParserFaults.assertOnlyCheckedExceptions(each.bytes().toArray(), OpusHead::parse);
    }

    /// No channel; three in family 0; nine in family 1; no stream; more coupled than streams;
    /// a channel mapped to nothing; a mapping cut short.
    @ParameterizedTest
    @ValueSource(strings = {"01 00 3801 80BB0000 0000 00", "01 03 3801 80BB0000 0000 00",
        "01 09 3801 80BB0000 0000 01 09 00 000102030405060708",
        "01 01 3801 80BB0000 0000 01 00 00 00", "01 01 3801 80BB0000 0000 01 01 02 00",
        "01 01 3801 80BB0000 0000 01 01 00 01", "01 02 3801 80BB0000 0000 01 01 01 00"})
    void refusesImpossibleChannels(String hex) {
        assertThatThrownBy(() -> OpusHead.parse(Bytes.ofHex(MAGIC + hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void leavesLaterVersionsAndProjectionToOthers() {
        for (String hex : List.of("10 02 3801 80BB0000 0000 00", "01 04 3801 80BB0000 0000 03")) {
            assertThatThrownBy(() -> OpusHead.parse(Bytes.ofHex(MAGIC + hex).buffer()))
                    .isInstanceOf(UnsupportedMediaException.class);
        }
    }

    @Test
    void aTrackCountsAt48KilohertzWhateverWentIn() throws MediaException {
        Track track = OpusTrack.of(7,
                new OpusHead(1, 312, 16_000, 0, 0, Bytes.EMPTY).write());

        assertThat(track.timescale()).isEqualTo(48_000);
        assertThat(track.codecString()).isEqualTo("opus");
        assertThat(track.traits()).isEqualTo(new Traits.Sound(48_000, 1, 0));
    }
}
