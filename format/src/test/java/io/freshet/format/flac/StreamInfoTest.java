package io.freshet.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamInfoTest {

    /// Of FFmpeg: blocks of 4608 samples, 48 000 Hz, stereo, 24 bits.
    private static final String BLOCK =
            "12001200000000004A580BB803700000000000000000000000000000000000000000";
    private static final String GOOD = "664C614380000022" + BLOCK;

    static Stream<byte[]> seeds() {
        return Stream.of(Bytes.ofHex(GOOD).toArray(), Bytes.ofHex("FFF8C9180095").toArray(),
                Bytes.ofHex("FFF869180012BF").toArray());
    }

    @Test
    void readsAndWrites() throws MediaException {
        StreamInfo info = StreamInfo.parse(Bytes.ofHex(GOOD).buffer());

        assertThat(info).isEqualTo(new StreamInfo(Bytes.ofHex(BLOCK), 4608, 4608, 48_000, 2));
        assertThat(info.write()).isEqualTo(Bytes.ofHex(GOOD));
    }

    @Test
    void ignoresFurtherBlocks() throws MediaException {
        String notLast = GOOD.replace("664C614380", "664C614300");

        assertThat(StreamInfo.parse(Bytes.ofHex(notLast + "8400000400000000").buffer()).write())
                .isEqualTo(Bytes.ofHex(GOOD));
    }

    @Test
    void refusesItCutShortOrDamagedWithACheckedException() {
        ParserFaults.assertOnlyCheckedExceptions(Bytes.ofHex(GOOD).toArray(), StreamInfo::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"664C614480000022" + BLOCK, "664C614384000022" + BLOCK,
        "664C614380000021" + BLOCK})
    void refusesAnotherBeginning(String hex) {
        assertThatThrownBy(() -> StreamInfo.parse(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void aTrackCountsSamples() throws MediaException {
        Track track = FlacTrack.of(3, Bytes.ofHex(GOOD));

        assertThat(track.timescale()).isEqualTo(48_000);
        assertThat(track.traits()).isEqualTo(new Traits.Sound(48_000, 2, 4608));
    }

    @ParameterizedTest
    @CsvSource({
        "FFF819180000, 192, fixed size", "FFF829180000, 576, 576", "FFF859180000, 4608, 4608",
        "FFF889180000, 256, 256", "FFF8F9180000, 32768, 32768",
        "FFF86918000FBF, 16, one byte behind a number of one byte",
        "FFF86918C2800FBF, 16, one byte behind a number of two bytes",
        "FFF97918FE82838485868703FFBF, 1024, two bytes behind a number of seven"
    })
    void aFrameLastsAsLongAsItsHeaderSays(String hex, int ticks, String name)
            throws MediaException {
        assertThat(FlacFrame.durationTicks(Bytes.ofHex(hex).buffer())).as(name).isEqualTo(ticks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FFF8C918", "FFFAC9180000", "FFF809180000", "FFF8691800",
        "FFF86918FF80"})
    void refusesWhatIsNoFrame(String hex) {
        assertThatThrownBy(() -> FlacFrame.durationTicks(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }
}
