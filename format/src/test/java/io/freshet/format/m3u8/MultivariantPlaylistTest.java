package io.freshet.format.m3u8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.m3u8.MultivariantPlaylist.Audio;
import io.freshet.format.m3u8.MultivariantPlaylist.Choice;
import io.freshet.format.m3u8.MultivariantPlaylist.Variant;
import io.freshet.media.MalformedMediaException;
import io.freshet.testkit.ByteFaults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultivariantPlaylistTest {

    static final MultivariantPlaylist TWO_QUALITIES = new MultivariantPlaylist(9, true,
            List.of(new Audio("aac", "English", "en", new Choice(true, true), 2, "a2.m3u8"),
                    new Audio("aac", "a3", "", new Choice(false, false), 0, "a3.m3u8")),
            List.of(new Variant("v1.m3u8", 5_100_000, 4_200_000, "avc1.64001f,mp4a.40.2", 1280,
                            720, 29_970, "aac"),
                    new Variant("v4.m3u8", 900_000, 0, "", 0, 0, 0, "")));

    static final String TEXT = """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,\
            AUTOSELECT=YES,CHANNELS="2",URI="a2.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="a3",DEFAULT=NO,AUTOSELECT=NO,URI="a3.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=5100000,AVERAGE-BANDWIDTH=4200000,\
            CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="aac"
            v1.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=900000
            v4.m3u8
            """;

    @Test
    void recordAndTextAreTheSame() throws Exception {
        assertThat(TWO_QUALITIES.write()).isEqualTo(TEXT);
        assertThat(MultivariantPlaylist.parse(TEXT)).isEqualTo(TWO_QUALITIES);
    }

    @Test
    void damagedTextIsReadOrRefusedAndNothingElse() {
        byte[] good = TEXT.getBytes(StandardCharsets.UTF_8);
        ByteFaults.cutAtEveryByte(good).forEach(MultivariantPlaylistTest::readsOrRefuses);
        ByteFaults.damaged(good, 5_000, 11).forEach(MultivariantPlaylistTest::readsOrRefuses);
    }

    private static void readsOrRefuses(byte[] bytes) {
        try {
            MultivariantPlaylist.parse(new String(bytes, StandardCharsets.UTF_8)).write();
        } catch (MalformedMediaException refused) {
            assertThat(refused).hasMessageContaining("playlist");
        }
    }

    @Test
    void aMediaPlaylistIsRefused() {
        assertThatThrownBy(() -> MultivariantPlaylist.parse(PlaylistCases.live(1, 3, 0).write()))
                .isInstanceOf(MalformedMediaException.class).hasMessageContaining("media playlist");
    }
}
