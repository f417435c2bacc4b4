package io.freshet.gateway.hls;

import io.freshet.live.packaging.PlaylistText;
import io.freshet.media.StreamKey;
import java.nio.charset.StandardCharsets;

/// A multivariant playlist that says where to ask which edge is best.
///
/// Spec: draft-pantos-hls-rfc8216bis, 4.4.6.6.
///
/// Threading: immutable.
///
/// @param text with the tag in it
record SteeredPlaylist(PlaylistText text) {

    private static final String HEAD = "#EXTM3U\n";

    /// Made once for each playlist, not for each viewer.
    static PlaylistText of(PlaylistText plain, StreamKey key) {
        return plain.prepared(SteeredPlaylist.class, text -> new SteeredPlaylist(
                PlaylistText.of(() -> steered(new String(text.plain().toArray(),
                        StandardCharsets.UTF_8), key)))).text();
    }

    private static String steered(String text, StreamKey key) {
        return HEAD + "#EXT-X-CONTENT-STEERING:SERVER-URI=\"/steer?stream=" + key
                + "\",PATHWAY-ID=\".\"\n" + text.substring(HEAD.length());
    }
}
