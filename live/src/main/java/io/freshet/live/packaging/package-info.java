/// Cuts a stream into segments at its leader, and packages it for HLS on every node alike.
///
/// Start at [io.freshet.live.packaging.Cutter], which decides and writes marks between the frames,
/// and `Packager`, which decides nothing: two packagers that are fed the same frames and marks make
/// the same bytes under the same URLs.
///
/// Threading: Cutter and Packager are confined to the stream's owner loop; all that they publish
/// (`HlsView` and what hangs on it) is immutable and read by any thread.
///
/// Spec: draft-pantos-hls-rfc8216bis-14; ISO/IEC 23000-19
@NullMarked
package io.freshet.live.packaging;

import org.jspecify.annotations.NullMarked;
