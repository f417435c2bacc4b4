package io.freshet.gateway.wire;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Tracks;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// RTMP messages in chunks that do not depend on what a viewer got before.
///
/// Threading: immutable.
public record RtmpWire() implements WireFormat {

    @Override
    public void preamble(Tracks tracks, ByteBuf out) {
        // The session has said what there is to say before the first message.
    }

    @Override
    public int sizeMax(FlvTag tag) {
        return ChunkFanout.size(tag.timestampMs(), tag.prefix().length() + tag.payload().length());
    }

    @Override
    public void write(FlvTag tag, ByteBuf out) {
        int size = sizeMax(tag);
        ByteBuffer room = out.internalNioBuffer(out.writerIndex(), size);
        ChunkFanout.write(tag.type(), tag.timestampMs(), tag.prefix(), tag.payload(), room);
        out.writerIndex(out.writerIndex() + size);
    }
}
