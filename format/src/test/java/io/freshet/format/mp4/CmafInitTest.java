package io.freshet.format.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.DataCodec;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CmafInitTest {

    @ParameterizedTest
    @MethodSource("io.freshet.format.mp4.Mp4Cases#all")
    void describesEachCodecAsItsDumpSays(Mp4Cases.Case each) throws MediaException {
        Golden.assertDump("init-" + each.name(), CmafInit.of(each.track()));
    }

    @ParameterizedTest
    @MethodSource("io.freshet.format.mp4.Mp4Cases#all")
    void equalTracksMakeEqualBytes(Mp4Cases.Case each) throws MediaException {
        Track track = each.track();
        Track twin = new Track(track.id(), track.codec(), track.timescale(),
                Bytes.wrap(track.configuration().toArray()), track.codecString(), track.traits(),
                track.language());

        assertThat(CmafInit.of(twin)).isEqualTo(CmafInit.of(track));
    }

    @Test
    void refusesADataTrack() {
        Track script = new Track(3, DataCodec.SCRIPT, 1000, Bytes.EMPTY, "", new Traits.None(),
                "");

        assertThatThrownBy(() -> CmafInit.of(script))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void refusesATrackWithoutItsConfiguration() {
        Track bare = new Track(1, VideoCodec.AVC, 90_000, Bytes.EMPTY, "",
                new Traits.Picture(0, 0, 0, -1), "");

        assertThatThrownBy(() -> CmafInit.of(bare)).isInstanceOf(MalformedMediaException.class);
    }

    @ParameterizedTest
    @CsvSource({"de, deu", "de-AT, deu", "deu, deu", "zh-Hant-TW, zho", "en, eng", "'', und",
        "xx, und", "x-klingon, und", "'not a tag', und", "iw, heb"})
    void writesLanguagesAsThreeLetters(String tag, String letters) {
        assertThat(Language.threeLetters(tag)).isEqualTo(letters);
    }
}
