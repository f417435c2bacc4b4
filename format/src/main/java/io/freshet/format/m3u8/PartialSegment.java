package io.freshet.format.m3u8;

/// A part of a segment that is listed before the segment is whole.
///
/// Spec: draft-pantos-hls-rfc8216bis-14, 4.4.4.9
///
/// @param uri         where it is, relative to the playlist
/// @param durationUs  microseconds
/// @param independent it contains a frame where decoding can start
/// @param gap         there are no bytes: time without media
public record PartialSegment(String uri, long durationUs, boolean independent, boolean gap) {
}
