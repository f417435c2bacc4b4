/// Chunks to messages and messages to chunks.
///
/// Start at [ChunkReader]; the same bytes for every viewer are made by [ChunkFanout].
///
/// Threading: confined to the session that owns the reader; writers are stateless.
///
/// Spec: Adobe RTMP 1.0, 5.3 and 5.4.
@NullMarked
package io.freshet.protocol.rtmp.chunk;

import org.jspecify.annotations.NullMarked;
