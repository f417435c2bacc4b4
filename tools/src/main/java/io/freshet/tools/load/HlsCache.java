package io.freshet.tools.load;

import io.freshet.format.m3u8.MediaPlaylist;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Media playlists that were parsed a moment ago: thousands of viewers get the same bytes.
///
/// Threading: confined to a loop.
final class HlsCache {

    /// Two renditions of a stream, each as of now and as of a moment ago.
    private static final int KEPT = 8;

    private record Entry(ByteBuffer text, MediaPlaylist playlist) {
    }

    private final Entry[] entries = new Entry[KEPT];
    private int next;

    /// The playlist in `text`, which stays the caller's.
    ///
    /// @throws MalformedMediaException if it is none
    MediaPlaylist parse(ByteBuffer text) throws MalformedMediaException {
        for (Entry each : entries) {
            if (each != null && each.text.equals(text)) {
                return each.playlist;
            }
        }
        MediaPlaylist playlist = MediaPlaylist.parse(
                StandardCharsets.UTF_8.decode(text.duplicate()).toString());
        ByteBuffer kept = ByteBuffer.allocate(text.remaining()).put(text.duplicate()).flip();
        entries[next] = new Entry(kept, playlist);
        next = (next + 1) % KEPT;
        return playlist;
    }
}
