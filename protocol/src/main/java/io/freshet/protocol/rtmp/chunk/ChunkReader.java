package io.freshet.protocol.rtmp.chunk;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import java.nio.ByteBuffer;

/// Reads chunks, cut anywhere, and hands complete messages on.
///
/// A message's body is received into an array of its own, or a part of one, and not copied again.
/// Set Chunk Size and Abort are obeyed here and not handed on.
///
///     basic header   fmt:2 csid:6 | 0 and csid-64:8 | 1 and csid-64:16, low byte first
///     format 0       timestamp:24 length:24 type:8 message stream id:32, low byte first
///     format 1       delta:24 length:24 type:8
///     format 2       delta:24
///     format 3       nothing: the next piece of a message, or a message like the one before
///     extended       32 bits behind the header, if the 24 above are all ones
///
/// Threading: confined to the session.
///
/// Spec: Adobe RTMP 1.0, 5.3.1 and 5.4.
public final class ChunkReader {

    static final int TYPE_SET_CHUNK_SIZE = 1;
    static final int TYPE_ABORT = 2;
    private static final int NOT_EXTENDED_MAX = 0xFFFFFF;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};
    /// Three bytes of basic header, 11 of format 0, four of extended timestamp.
    private static final int LONGEST_HEADER_BYTES = 18;

    private final ChunkStreams streams;
    private final BodySpace space = new BodySpace();
    private final int chunkBytesMax;
    private int messageBytesMax;
    private int pendingBytesMax;
    private int chunkBytes = 128;
    private int pendingBytes;

    /// The header being received, and behind it what was read to find out where it ends.
    private final byte[] head = new byte[LONGEST_HEADER_BYTES];
    private int headBytes;
    /// How long the header is as far as its first bytes tell.
    private int headWanted = 1;

    private ChunkStream current = ChunkStreams.NONE;
    private int chunkLeft;

    /// @param limits what the peer may make us hold
    public ChunkReader(ChunkLimits limits) {
        this.streams = new ChunkStreams(limits.chunkStreamsMax());
        this.chunkBytesMax = limits.chunkBytesMax();
        this.messageBytesMax = limits.messageBytesMax();
        this.pendingBytesMax = limits.pendingBytesMax();
    }

    /// From the next message on, `limits` hold for messages where they allow more than before.
    public void allow(ChunkLimits limits) {
        messageBytesMax = Math.max(messageBytesMax, limits.messageBytesMax());
        pendingBytesMax = Math.max(pendingBytesMax, limits.pendingBytesMax());
    }

    /// Bodies that are read from now on are held for many seconds, most of them.
    public void bodiesAreHeld() {
        space.allow();
    }

    /// Reads all of `in`, or as far as `sink` wants.
    ///
    /// @throws ProtocolViolation if the peer breaks a rule or a bound; do not go on after it
    public void read(ByteBuffer in, MessageSink sink) throws ProtocolViolation {
        while (current == ChunkStreams.NONE ? readHeader(in) : in.hasRemaining()) {
            if (current.open && chunkLeft > 0) {
                int count = Math.min(chunkLeft, in.remaining());
                in.get(current.body, current.base + current.received, count);
                current.received += count;
                chunkLeft -= count;
            }
            if (chunkLeft == 0 && !endChunk(sink)) {
                return;
            }
        }
    }

    private boolean endChunk(MessageSink sink) throws ProtocolViolation {
        ChunkStream stream = current;
        current = ChunkStreams.NONE;
        if (!stream.isComplete()) {
            return true;
        }
        pendingBytes -= stream.length;
        Bytes body = Bytes.wrap(stream.body, stream.base, stream.length);
        stream.end();
        return switch (stream.type) {
            case TYPE_SET_CHUNK_SIZE -> setChunkSize(body);
            case TYPE_ABORT -> abort(body);
            default -> sink.message(stream.type, stream.messageStreamId,
                    stream.timestampMs & 0xFFFF_FFFFL, body);
        };
    }

    private boolean setChunkSize(Bytes body) throws ProtocolViolation {
        int size = fourBytes(body, "Set Chunk Size");
        // 2^31 - 1 means no cutting at all; no message is longer than 2^24 - 1 anyhow.
        int useful = Math.min(size, ChunkLimits.CHUNK_BYTES_MAX);
        if (size < 1 || useful > chunkBytesMax) {
            throw new ProtocolViolation("chunk size " + (size & 0xFFFF_FFFFL)
                    + ", at least 1 and at most " + chunkBytesMax);
        }
        chunkBytes = useful;
        return true;
    }

    private boolean abort(Bytes body) throws ProtocolViolation {
        ChunkStream stream = streams.find(fourBytes(body, "Abort"));
        if (stream.open) {
            pendingBytes -= stream.length;
            stream.end();
        }
        return true;
    }

    private static int fourBytes(Bytes body, String what) throws ProtocolViolation {
        if (body.length() < 4) {
            throw new ProtocolViolation(what + " of " + body.length() + " bytes");
        }
        return body.buffer().getInt();
    }

    /// Reads up to the end of a header and makes its stream the current one.
    private boolean readHeader(ByteBuffer in) throws ProtocolViolation {
        while (true) {
            int missing = headWanted - headBytes;
            if (missing > 0) {
                int count = Math.min(missing, in.remaining());
                in.get(head, headBytes, count);
                headBytes += count;
                if (count < missing) {
                    return false;
                }
            }
            int wanted = wanted();
            if (wanted <= headBytes) {
                beginChunk(wanted);
                return true;
            }
            headWanted = wanted;
        }
    }

    /// How long the header is as far as can be told from the bytes that are here.
    private int wanted() {
        int basic = basicBytes();
        if (headBytes < basic) {
            return basic;
        }
        int format = (head[0] & 0xFF) >> 6;
        int wanted = basic + HEADER_BYTES[format];
        if (headBytes < wanted) {
            return wanted;
        }
        if (format < 3) {
            return u24(basic) == NOT_EXTENDED_MAX ? wanted + 4 : wanted;
        }
        ChunkStream stream = streams.find(chunkStreamId());
        return stream.extended ? wantedOfRepeated(stream, wanted) : wanted;
    }

    /// FFmpeg, GStreamer and Flash repeat the extended timestamp behind each header of format 3;
    /// OBS before 30.1 and older librtmp do not. Its own value tells: as long as the bytes agree
    /// with it, one more is asked for.
    private int wantedOfRepeated(ChunkStream stream, int at) {
        int seen = Math.min(headBytes - at, 4);
        boolean asField = agrees(stream.extendedField, at, seen);
        boolean asTime = agrees(stream.timestampMs, at, seen);
        if (!asField && !asTime) {
            return at;
        }
        return seen < 4 ? at + seen + 1 : at + 4;
    }

    private boolean agrees(int value, int at, int count) {
        for (int i = 0; i < count; i++) {
            if (head[at + i] != (byte) (value >> 24 - 8 * i)) {
                return false;
            }
        }
        return true;
    }

    private void beginChunk(int length) throws ProtocolViolation {
        int format = (head[0] & 0xFF) >> 6;
        ChunkStream stream = streams.findOrOpen(chunkStreamId());
        if (format < 3) {
            readFields(stream, format, length);
        } else if (!stream.known) {
            throw new ProtocolViolation("chunk stream " + stream.id + " begins with format 3");
        } else if (!stream.open) {
            stream.timestampMs += stream.deltaMs;
        }
        if (!stream.open) {
            open(stream);
        }
        current = stream;
        chunkLeft = Math.min(chunkBytes, stream.length - stream.received);
        // What was read to look for an extended timestamp and is none: body, then the next header.
        int behind = Math.min(headBytes - length, chunkLeft);
        System.arraycopy(head, length, stream.body, stream.base + stream.received, behind);
        stream.received += behind;
        chunkLeft -= behind;
        headBytes -= length + behind;
        System.arraycopy(head, length + behind, head, 0, headBytes);
        headWanted = 1;
    }

    private void readFields(ChunkStream stream, int format, int length) throws ProtocolViolation {
        int at = basicBytes();
        boolean extended = length > at + HEADER_BYTES[format];
        int time = extended ? i32(length - 4) : u24(at);
        int bodyBytes = format < 2 ? u24(at + 3) : stream.length;
        int type = format < 2 ? head[at + 6] & 0xFF : stream.type;
        if (stream.open) {
            // Some encoders write a longer header than needed on the next piece of a message.
            if (bodyBytes != stream.length || type != stream.type) {
                throw new ProtocolViolation("a message begins inside another one on chunk stream "
                        + stream.id);
            }
            return;
        }
        if (format == 2 && !stream.known) {
            throw new ProtocolViolation("chunk stream " + stream.id + " begins with format 2");
        }
        stream.known = true;
        stream.length = bodyBytes;
        stream.type = type;
        if (format == 0) {
            stream.messageStreamId = Integer.reverseBytes(i32(at + 7));
            stream.timestampMs = time;
        } else {
            // librtmp begins chunk stream 2 with format 1: message stream 0, time from 0.
            stream.timestampMs += time;
        }
        stream.deltaMs = time;
        stream.extended = extended;
        stream.extendedField = time;
    }

    private void open(ChunkStream stream) throws ProtocolViolation {
        if (stream.length > messageBytesMax) {
            throw new ProtocolViolation("message of " + stream.length + " bytes, at most "
                    + messageBytesMax);
        }
        if (pendingBytes + stream.length > pendingBytesMax) {
            throw new ProtocolViolation("unfinished messages of more than " + pendingBytesMax
                    + " bytes");
        }
        pendingBytes += stream.length;
        stream.begin(space);
    }

    private int basicBytes() {
        return switch (head[0] & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    private int chunkStreamId() {
        return switch (head[0] & 0x3F) {
            case 0 -> 64 + (head[1] & 0xFF);
            case 1 -> 64 + (head[1] & 0xFF) + ((head[2] & 0xFF) << 8);
            default -> head[0] & 0x3F;
        };
    }

    private int u24(int at) {
        return (head[at] & 0xFF) << 16 | (head[at + 1] & 0xFF) << 8 | head[at + 2] & 0xFF;
    }

    private int i32(int at) {
        return head[at] << 24 | u24(at + 1);
    }
}
