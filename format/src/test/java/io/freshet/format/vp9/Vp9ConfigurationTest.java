package io.freshet.format.vp9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp9ConfigurationTest {

    private static final String PROFILE_0 = "01000000000a820202020000";
    private static final String PROFILE_3 = "01000000030aa40202020000";

    static Stream<byte[]> seeds() {
        return Stream.of(PROFILE_0, PROFILE_3).map(hex -> Bytes.ofHex(hex).toArray());
    }

    @ParameterizedTest
    @CsvSource({PROFILE_0 + ", vp09.00.10.08", PROFILE_3 + ", vp09.03.10.10.02.02.02.02.00",
        "010000000229A20910090000, vp09.02.41.10.01.09.16.09.00"})
    void tellsWhatIsInIt(String hex, String codecString) throws MediaException {
        Track track = Vp9Track.of(3, Bytes.ofHex(hex));
        assertThat(track.codecString()).isEqualTo(codecString);
        assertThat(track.configuration()).isEqualTo(Bytes.ofHex(hex));
        assertThat(track.traits()).isEqualTo(new Traits.Picture(0, 0, 0, 0));
    }

    @Test
    void learnsTheSizeFromTheKeyFrame() throws MediaException {
        Vp9Frame key = Vp9Frame.parse(Vp9FrameTest.frames("profile-0.ivf").getFirst());
        Track track = Vp9Track.sized(Vp9Track.of(3, Bytes.ofHex(PROFILE_0)), key);
        assertThat(track.traits()).isEqualTo(new Traits.Picture(98, 50, 0, 0));
        assertThat(Vp9Track.sized(track, key)).isSameAs(track);
        Vp9Frame other = Vp9Frame.parse(Vp9FrameTest.frames("profile-0.ivf").get(1));
        assertThat(Vp9Track.sized(track, other)).isSameAs(track);
        assertThat(Vp9Track.of(3, key)).isEqualTo(track);
        assertThatThrownBy(() -> Vp9Track.of(3, other)).hasMessageContaining("no key frame");
    }

    @Test
    void givesALevelToAStreamOfFfmpegThatHasNone() throws MediaException {
        Vp9Frame key = Vp9Frame.parse(Vp9FrameTest.frames("profile-0.ivf").getFirst());
        Track announced = Vp9Track.of(3, Bytes.ofHex("010000000000820202020000"));
        assertThat(announced.codecString()).isEqualTo("vp09.00.00.08");
        assertThat(Vp9Track.sized(announced, key).codecString()).isEqualTo("vp09.00.10.08");
    }

    @Test
    void refusesWhatCannotBeATrack() {
        for (String hex : List.of("", "02", "01000000040a820202020000",
                "01000000000a920202020000")) {
            assertThatThrownBy(() -> Vp9Track.of(1, Bytes.ofHex(hex)))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void standsCutsAndDamage() {
        seeds().forEach(good -> ParserFaults.assertOnlyCheckedExceptions(good,
                bytes -> Vp9Track.of(1, Bytes.copyOf(bytes))));
    }
}
