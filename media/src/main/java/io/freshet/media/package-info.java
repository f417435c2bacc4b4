/// What flows through Freshet: tracks, frames, marks, and the names of streams.
///
/// Start at [Signal]: a live stream is a sequence of signals, nothing else. Pure values: this
/// package knows no protocol, no container, no socket and no clock but the [Clock] interface.
///
/// Threading: immutable, free to share.
@NullMarked
package io.freshet.media;

import org.jspecify.annotations.NullMarked;
