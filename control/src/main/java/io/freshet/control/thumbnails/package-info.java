/// Small pictures of what streams show, for the console.
///
/// Start at [io.freshet.control.thumbnails.Thumbnails]. Nothing is decoded until somebody asks, and
/// never in this process: `KeyPicture` takes one key frame, `FfmpegDecoder` hands it to a child
/// process with limits.
///
/// Threading: virtual threads, which may block; a stream is asked on its own loop.
@NullMarked
package io.freshet.control.thumbnails;

import org.jspecify.annotations.NullMarked;
