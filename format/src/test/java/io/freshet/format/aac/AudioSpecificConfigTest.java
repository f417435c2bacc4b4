package io.freshet.format.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSpecificConfigTest {

    @ParameterizedTest
    @MethodSource("io.freshet.format.aac.AacCases#all")
    void readsEachCase(AacCases.Case each) throws MediaException {
        ByteBuffer source = ByteBuffer.wrap(each.bytes());

        assertThat(AudioSpecificConfig.parse(source)).isEqualTo(each.config());
        assertThat(source.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.aac.AacCases#all")
    void writesEachCaseSoThatItReadsTheSame(AacCases.Case each) throws MediaException {
        Bytes written = each.config().write();

        assertThat(AudioSpecificConfig.parse(written.buffer())).isEqualTo(each.config());
        if (each.canonical()) {
            assertThat(written).isEqualTo(Bytes.ofHex(each.hex()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.aac.AacCases#all")
    void saysWhatPlayersHear(AacCases.Case each) {
        assertThat(each.config().codecString()).isEqualTo(each.codecString());
        assertThat(each.config().playedRateHz()).isEqualTo(each.playedHz());
        assertThat(each.config().channels()).isEqualTo(each.channels());
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.aac.AacCases#all")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(AacCases.Case each) {
        ParserFaults.assertOnlyCheckedExceptions(each.bytes(), AudioSpecificConfig::parse);
    }

    @Test
    void readsWhereTheBufferStands() throws MediaException {
        ByteBuffer inside = ByteBuffer.wrap(Bytes.ofHex("AF00 1210").toArray()).position(2);

        assertThat(AudioSpecificConfig.parse(inside).sampleRateHz()).isEqualTo(44_100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "1690", "1248", "17800000 10", "1780FFFFFF90", "1200 00"})
    void refusesWhatNoDecoderCouldStart(String hex) {
        assertThatThrownBy(() -> AudioSpecificConfig.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    /// Low delay, enhanced low delay, USAC, and LC on a core coder.
    @ParameterizedTest
    @ValueSource(strings = {"B9900000", "F8E85000", "F9480000", "1212000000"})
    void leavesOtherObjectTypesToOthers(String hex) {
        assertThatThrownBy(() -> AudioSpecificConfig.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void aTrackOfHeAacCountsOnTheCoresClock() throws MediaException {
        Track track = AacTrack.of(2, Bytes.ofHex("2B920800"));

        assertThat(track.timescale()).isEqualTo(22_050);
        assertThat(track.traits()).isEqualTo(new Traits.Sound(44_100, 2, 1024));
        assertThat(track.codecString()).isEqualTo("mp4a.40.5");
        assertThat(track.configuration()).isEqualTo(Bytes.ofHex("2B920800"));
    }
}
