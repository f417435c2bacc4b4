package io.freshet.format.m3u8;

/// How far another rendition of the same programme has come.
///
/// Spec: draft-pantos-hls-rfc8216bis-14, 4.4.5.4
///
/// @param uri      its playlist, relative to this one
/// @param lastMsn  number of its last segment, an open one included
/// @param lastPart index of the last part in it; -1 if it lists none
public record RenditionReport(String uri, long lastMsn, int lastPart) {
}
