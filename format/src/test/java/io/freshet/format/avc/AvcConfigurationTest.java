package io.freshet.format.avc;

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

class AvcConfigurationTest {

    private static final Bytes SPS = Bytes.ofHex(AvcCases.HIGH_SPS);
    private static final Bytes PPS = Bytes.ofHex(AvcCases.HIGH_PPS);

    @ParameterizedTest
    @MethodSource("io.freshet.format.avc.AvcCases#all")
    void tellsWhatIsInIt(AvcCases.Case c) throws MediaException {
        Track track = AvcTrack.of(7, c.bytes());
        assertThat(track.id()).isEqualTo(7);
        assertThat(track.codecString()).isEqualTo(c.codecString());
        assertThat(track.traits()).isEqualTo(c.picture());
        assertThat(track.configuration().equals(c.bytes())).isEqualTo(c.canonical());
        assertThat(AvcTrack.of(7, track.configuration())).isEqualTo(track);
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.avc.AvcCases#all")
    void writesWhatItRead(AvcCases.Case c) throws MediaException {
        AvcConfiguration read = AvcConfiguration.parse(c.bytes().buffer());
        assertThat(AvcConfiguration.parse(read.write().buffer())).isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.avc.AvcCases#all")
    void standsCutsAndDamage(AvcCases.Case c) {
        ParserFaults.assertOnlyCheckedExceptions(c.bytes().toArray(),
                bytes -> AvcTrack.of(1, Bytes.copyOf(bytes)));
    }

    @Test
    void isTheSameFromParameterSetsInBand() throws MediaException {
        AvcConfiguration made = AvcConfiguration.of(List.of(PPS, SPS));
        assertThat(made.write()).isEqualTo(AvcCases.all().getFirst().bytes());
        assertThat(made.updatedBy(List.of(SPS, PPS))).isSameAs(made);
        assertThat(made.updatedBy(List.of())).isSameAs(made);
    }

    @Test
    void takesANewSetInPlaceOfTheOneWithItsId() throws MediaException {
        AvcConfiguration made = AvcConfiguration.of(List.of(SPS, PPS));
        Bytes otherLevel = Bytes.ofHex(AvcCases.HIGH_SPS.replaceFirst("0a", "1f"));
        AvcConfiguration next = made.updatedBy(List.of(otherLevel, PPS));
        assertThat(next.sps()).containsExactly(otherLevel);
        assertThat(next.pps()).containsExactly(PPS);
        assertThat(next.level()).isEqualTo(31);
    }

    @Test
    void keepsTheLengthSizeOfItsSourceWhenUpdated() throws MediaException {
        AvcConfiguration two = AvcConfiguration.parse(
                AvcCases.all().get(6).bytes().buffer());
        assertThat(two.nalLengthSize()).isEqualTo(2);
        Bytes otherLevel = Bytes.ofHex(AvcCases.HIGH_SPS.replaceFirst("0a", "1f"));
        assertThat(two.updatedBy(List.of(otherLevel)).nalLengthSize()).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeATrack() {
        for (String hex : List.of("", "02", "0164000afee1", "0164000affe000", "0164000affe1000000",
                "0164000affe100026764" + "00", "0164000affe10001" + "67" + "00")) {
            assertThatThrownBy(() -> AvcTrack.of(1, Bytes.ofHex(hex)))
                    .isInstanceOf(MalformedMediaException.class);
        }
        assertThatThrownBy(() -> AvcConfiguration.of(List.of(PPS)))
                .hasMessageContaining("0 SPS and 1 PPS");
    }
}
