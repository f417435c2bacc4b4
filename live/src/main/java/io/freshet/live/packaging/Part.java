package io.freshet.live.packaging;

/// A piece of a segment.
///
/// @param ticks       how long it lasts
/// @param independent decoding can start in it
/// @param gap         nothing is there: time without frames
/// @param resource    its bytes; empty for a gap
/// @param frames      what is in it
record Part(long ticks, boolean independent, boolean gap, Resource resource, PartFrames frames) {
}
