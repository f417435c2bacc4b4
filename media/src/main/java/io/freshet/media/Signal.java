package io.freshet.media;

/// One element of a live stream: what the tracks are, a frame, or a mark.
///
/// Order: [Tracks] first and again before the first frame of a changed track; frames in the order
/// they arrived, each track's in ascending DTS; a [Mark] before the frame that it speaks of.
public sealed interface Signal permits Tracks, Frame, Mark {
}
