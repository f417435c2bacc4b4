package io.freshet.protocol.rtmp.chunk;

import io.freshet.media.Bytes;
import io.freshet.media.Payload;
import java.nio.ByteBuffer;

/// Cuts messages into chunks without looking back: format 0, then format 3 for the other pieces.
///
/// The shorter formats would save 4 to 11 bytes a message and make the bytes depend on what was
/// sent before. Extended timestamps are repeated behind format 3, as FFmpeg and librtmp expect.
///
/// Threading: stateless.
///
/// Spec: Adobe RTMP 1.0, 5.3.1.
public final class ChunkWriter {

    private static final int FORMAT_0_BYTES = 12;
    private static final int FORMAT_3 = 0xC0;
    private static final int EXTENDED = 0xFFFFFF;

    private ChunkWriter() {
    }

    /// How many bytes [#write] makes of such a message.
    public static int size(long timestampMs, int bodyBytes, int chunkBytes) {
        int extension = isExtended(timestampMs) ? 4 : 0;
        int continuations = bodyBytes == 0 ? 0 : (bodyBytes - 1) / chunkBytes;
        return FORMAT_0_BYTES + extension + bodyBytes + continuations * (1 + extension);
    }

    /// Appends a message whose body is `prefix` and then `payload`.
    ///
    /// @throws java.nio.BufferOverflowException if `target` has less room than [#size] says
    public static void write(MessageHeader header, Bytes prefix, Payload payload, int chunkBytes,
            ByteBuffer target) {
        int length = prefix.length() + payload.length();
        writeFormat0(header, length, target);
        if (length <= chunkBytes) {
            prefix.writeTo(target);
            payload.writeTo(target);
            return;
        }
        int left = chunkBytes;
        for (Payload part : new Payload[] {prefix, payload}) {
            for (ByteBuffer slice : part.slices()) {
                left = writePieces(header, slice, left, chunkBytes, target);
            }
        }
    }

    /// One message in bytes of its own.
    public static Bytes write(MessageHeader header, Bytes body, int chunkBytes) {
        byte[] array = new byte[size(header.timestampMs(), body.length(), chunkBytes)];
        write(header, Bytes.EMPTY, body, chunkBytes, ByteBuffer.wrap(array));
        return Bytes.wrap(array);
    }

    private static int writePieces(MessageHeader header, ByteBuffer slice, int leftBefore,
            int chunkBytes, ByteBuffer target) {
        int left = leftBefore;
        while (slice.hasRemaining()) {
            if (left == 0) {
                target.put((byte) (FORMAT_3 | header.chunkStreamId()));
                if (isExtended(header.timestampMs())) {
                    target.putInt((int) header.timestampMs());
                }
                left = chunkBytes;
            }
            int count = Math.min(left, slice.remaining());
            target.put(target.position(), slice, slice.position(), count);
            target.position(target.position() + count);
            slice.position(slice.position() + count);
            left -= count;
        }
        return left;
    }

    private static void writeFormat0(MessageHeader header, int length, ByteBuffer target) {
        boolean extended = isExtended(header.timestampMs());
        int time = extended ? EXTENDED : (int) header.timestampMs();
        target.put((byte) header.chunkStreamId());
        target.putInt(time << 8 | length >> 16);
        target.putShort((short) length);
        target.put((byte) header.type());
        target.putInt(Integer.reverseBytes(header.messageStreamId()));
        if (extended) {
            target.putInt((int) header.timestampMs());
        }
    }

    private static boolean isExtended(long timestampMs) {
        return (timestampMs & 0xFFFF_FFFFL) >= EXTENDED;
    }
}
