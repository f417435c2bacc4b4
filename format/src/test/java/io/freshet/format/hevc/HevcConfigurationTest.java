package io.freshet.format.hevc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HevcConfigurationTest {

    @ParameterizedTest
    @MethodSource("io.freshet.format.hevc.HevcCases#all")
    void tellsWhatIsInIt(HevcCases.Case c) throws MediaException {
        Track track = HevcTrack.of(7, c.bytes());
        assertThat(track.codecString()).isEqualTo(c.codecString());
        assertThat(track.traits()).isEqualTo(c.picture());
        assertThat(HevcTrack.of(7, track.configuration())).isEqualTo(track);
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.hevc.HevcCases#all")
    void writesWhatItRead(HevcCases.Case c) throws MediaException {
        HevcConfiguration read = HevcConfiguration.parse(c.bytes().buffer());
        assertThat(HevcConfiguration.parse(read.write().buffer())).isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.hevc.HevcCases#all")
    void standsCutsAndDamage(HevcCases.Case c) {
        ParserFaults.assertOnlyCheckedExceptions(c.bytes().toArray(),
                bytes -> HevcTrack.of(1, Bytes.copyOf(bytes)));
    }

    @Test
    void isTheSameFromParameterSetsInBand() throws MediaException {
        HevcConfiguration read = HevcConfiguration.parse(first().buffer());
        HevcAccessUnit unit = HevcAccessUnit.parse(HevcAccessUnitTest.units("open-gop.h265")
                .getFirst(), 4);
        HevcConfiguration made = HevcConfiguration.of(unit.parameterSets().reversed());
        assertThat(made.write()).isEqualTo(HevcTrack.of(1, read).configuration());
        assertThat(read.updatedBy(unit.parameterSets())).isSameAs(read);
    }

    @Test
    void takesANewSetInPlaceOfTheOneWithItsId() throws MediaException {
        HevcConfiguration read = HevcConfiguration.parse(first().buffer());
        HevcConfiguration other = HevcConfiguration.parse(
                HevcCases.all().get(2).bytes().buffer());
        HevcConfiguration next = read.updatedBy(other.allSets());
        assertThat(next).isEqualTo(HevcConfiguration.of(other.allSets()));
    }

    @Test
    void keepsSeiThatHoldForTheWholeStream() throws MediaException {
        HevcConfiguration plain = HevcConfiguration.parse(first().buffer());
        Bytes sei = Bytes.ofHex("4E01 9004 03E80190 80");
        HevcConfiguration with = plain.updatedBy(List.of(sei));
        assertThat(with.sei()).containsExactly(sei);
        assertThat(HevcConfiguration.parse(with.write().buffer()).sei()).containsExactly(sei);
    }

    @Test
    void takesTheRateOfTheVpsIfTheSpsHasNone() throws MediaException {
        // vps_timing_info_present_flag, then 1001 units a tick at 30 000 a second
        Bytes vps = Bytes.ofHex("40010c01ffff01600000030090000003000003001e95900c0000"
                + "0fa40001d4c140");
        assertThat(HevcVps.parse(vps.buffer()).framesPerKilosecond()).isEqualTo(29_970);
    }

    @Test
    void writesProfilesAsAnnexEDoes() {
        assertThat(new HevcProfile(0, false, 1, 0x6000_0000L, 0xB000_0000_0000L, 93).codecString())
                .isEqualTo("hvc1.1.6.L93.B0");
        assertThat(new HevcProfile(1, true, 2, 0x2000_0000L, 0, 153).codecString())
                .isEqualTo("hvc1.A2.4.H153");
        assertThat(new HevcProfile(0, false, 4, 0x0800_0000L, 0x9D08_0000_0000L, 93).codecString())
                .isEqualTo("hvc1.4.10.L93.9D.8");
        assertThat(new HevcProfile(0, false, 1, 0x6000_0000L, 0x0000_0000_0001L, 93).codecString())
                .isEqualTo("hvc1.1.6.L93.0.0.0.0.0.1");
    }

    @Test
    void refusesWhatCannotBeATrack() {
        for (String hex : List.of("", "02", first().toString().substring(0, 44) + "00")) {
            assertThatThrownBy(() -> HevcTrack.of(1, Bytes.ofHex(hex)))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    private static Bytes first() {
        return HevcCases.all().getFirst().bytes();
    }
}
