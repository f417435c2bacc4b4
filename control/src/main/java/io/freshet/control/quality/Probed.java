package io.freshet.control.quality;

/// How late a stream was for the node itself, which watched it as a viewer does.
///
/// @param connectionMs from the coming of a frame until HTTP-FLV brought it, the median of some
///                     seconds; -1 if that was not found out
/// @param playlistMs   from the coming of a part's first frame until HLS had listed the part and
///                     brought it; -1 if that was not found out
/// @param wallMs       when, Unix time
public record Probed(long connectionMs, long playlistMs, long wallMs) {
}
