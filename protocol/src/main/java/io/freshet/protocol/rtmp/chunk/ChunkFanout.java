package io.freshet.protocol.rtmp.chunk;

import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;

/// Media messages as chunks that are the same bytes for every viewer of a stream.
///
/// Nothing depends on the viewer or on what it got before: format 0, absolute time, one chunk
/// stream per type, message stream 1 (a session grants no other), one chunk size.
///
/// Threading: stateless.
public final class ChunkFanout {

    /// The chunk size that a server session announces before anything is played. 64 KiB leaves all
    /// but the largest key frames in one piece, and is the greatest that old players are known to
    /// take: Flash Media Server stopped there.
    public static final int CHUNK_BYTES = 65_536;
    /// The only message stream that a session grants.
    public static final int MESSAGE_STREAM_ID = 1;

    // 2 is protocol control and 3 commands.
    private static final int CHUNK_STREAM_AUDIO = 4;
    private static final int CHUNK_STREAM_DATA = 5;
    private static final int CHUNK_STREAM_VIDEO = 6;

    private ChunkFanout() {
    }

    /// How many bytes [#write(FlvTag, ByteBuffer)] makes of `tag`.
    public static int size(FlvTag tag) {
        return size(tag.timestampMs(), tag.bodyLength());
    }

    /// Appends `tag` as a message.
    ///
    /// @throws java.nio.BufferOverflowException if `target` has less room than [#size] says
    public static void write(FlvTag tag, ByteBuffer target) {
        write(tag.type(), tag.timestampMs(), tag.prefix(), tag.payload(), target);
    }

    /// How many bytes are made of a message with `bodyBytes` of body.
    public static int size(long timestampMs, int bodyBytes) {
        return ChunkWriter.size(timestampMs, bodyBytes, CHUNK_BYTES);
    }

    /// Appends a message of `type` 8, 9 or 18 whose body is `prefix` and then `payload`.
    ///
    /// @param timestampMs absolute; written modulo 2^32
    /// @throws java.nio.BufferOverflowException if `target` has less room than [#size] says
    public static void write(int type, long timestampMs, Bytes prefix, Payload payload,
            ByteBuffer target) {
        MessageHeader header = new MessageHeader(chunkStreamId(type), type, MESSAGE_STREAM_ID,
                timestampMs);
        ChunkWriter.write(header, prefix, payload, CHUNK_BYTES, target);
    }

    /// The chunk stream that media messages of that type go on.
    public static int chunkStreamId(int type) {
        return switch (type) {
            case FlvTag.AUDIO -> CHUNK_STREAM_AUDIO;
            case FlvTag.VIDEO -> CHUNK_STREAM_VIDEO;
            default -> CHUNK_STREAM_DATA;
        };
    }
}
