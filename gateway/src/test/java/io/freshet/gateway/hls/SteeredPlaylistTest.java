package io.freshet.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.packaging.PlaylistText;
import io.freshet.media.StreamKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// A steered playlist is the plain one with one tag more, made once.
class SteeredPlaylistTest {

    @Test
    void itNamesTheSteeringServerAndIsOtherwiseTheSame() {
        PlaylistText plain = PlaylistText.of(() -> "#EXTM3U\n#EXT-X-VERSION:7\nrest\n");
        PlaylistText steered = SteeredPlaylist.of(plain, new StreamKey("live", "room/cam"));
        assertThat(new String(steered.plain().toArray(), StandardCharsets.UTF_8)).isEqualTo(
                "#EXTM3U\n#EXT-X-CONTENT-STEERING:SERVER-URI=\"/steer?stream=live/room/cam\","
                        + "PATHWAY-ID=\".\"\n#EXT-X-VERSION:7\nrest\n");
        assertThat(SteeredPlaylist.of(plain, new StreamKey("live", "room/cam")))
                .isSameAs(steered);
        assertThat(steered.digest()).isNotEqualTo(plain.digest());
    }
}
