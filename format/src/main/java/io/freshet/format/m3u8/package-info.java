/// HLS playlists: records that write and parse themselves, and the rules that a live one must keep.
///
/// Start at [io.freshet.format.m3u8.MediaPlaylist]. Durations are whole microseconds, so that parts
/// add up to their segment exactly.
///
/// Threading: immutable.
///
/// Spec: RFC 8216; draft-pantos-hls-rfc8216bis-14
@NullMarked
package io.freshet.format.m3u8;

import org.jspecify.annotations.NullMarked;
