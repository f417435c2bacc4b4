package io.freshet.format.m3u8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MalformedMediaException;
import java.nio.charset.StandardCharsets;

/// Playlists of foreign origins are pulled: whatever they send is read or refused.
class PlaylistFuzzTest {

    @FuzzTest
    void media(byte[] input) {
        try {
            MediaPlaylist playlist =
                    MediaPlaylist.parse(new String(input, StandardCharsets.UTF_8));
            PlaylistRules.within(playlist);
            PlaylistSuccession.between(playlist, playlist);
            playlist.merged(playlist.delta()).write();
        } catch (MalformedMediaException refused) {
            // Refused in words is a right answer.
        }
    }

    @FuzzTest
    void multivariant(byte[] input) {
        try {
            MultivariantPlaylist.parse(new String(input, StandardCharsets.UTF_8)).write();
        } catch (MalformedMediaException refused) {
            // Refused in words is a right answer.
        }
    }
}
