package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Tracks;
import io.netty.buffer.ByteBuf;

/// How a stream's tags look on the wire; the same bytes for every viewer.
///
/// Threading: stateless.
public interface WireFormat {

    /// What one viewer gets before the first tag.
    void preamble(Tracks tracks, ByteBuf out);

    /// How many bytes at most [#write] needs for `tag`.
    int sizeMax(FlvTag tag);

    /// Appends `tag`.
    void write(FlvTag tag, ByteBuf out);
}
