package io.freshet.protocol.rtmp.message;

import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.MessageSink;
import java.nio.ByteBuffer;

/// An aggregate message: FLV tags with their headers and back pointers, one behind the other.
///
///     type:8 size:24 timestamp:24 timestamp, highest:8 stream id:24 body back pointer:32
///
/// The first tag has the time of the message; the others keep their distance from it.
///
/// Spec: Adobe RTMP 1.0, 7.1.6.
public final class Aggregate {

    private static final int HEADER_BYTES = 11;
    private static final int BACK_POINTER_BYTES = 4;

    private Aggregate() {
    }

    /// Hands the messages inside on, without copying; a missing last back pointer is forgiven.
    ///
    /// @param timestampMs of the aggregate
    /// @return false if `sink` wants no more
    /// @throws ProtocolViolation if a tag is cut short, or the sink says so
    public static boolean split(int messageStreamId, long timestampMs, Bytes body,
            MessageSink sink) throws ProtocolViolation {
        ByteBuffer in = body.buffer();
        long first = -1;
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER_BYTES) {
                throw new ProtocolViolation("aggregate message: tag header cut short");
            }
            int typeAndSize = in.getInt();
            int timeAndHighest = in.getInt();
            // The stream id, always 0.
            in.position(in.position() + 3);
            int size = typeAndSize & 0xFFFFFF;
            if (in.remaining() < size) {
                throw new ProtocolViolation("aggregate message: tag of " + size + " bytes, "
                        + in.remaining() + " are left");
            }
            if (typeAndSize >>> 24 == MessageType.AGGREGATE) {
                throw new ProtocolViolation("aggregate message inside another one");
            }
            // The highest byte comes last.
            long time = Integer.rotateRight(timeAndHighest, 8) & 0xFFFF_FFFFL;
            first = first < 0 ? time : first;
            Bytes part = body.slice(in.position(), size);
            if (!sink.message(typeAndSize >>> 24, messageStreamId,
                    timestampMs + time - first & 0xFFFF_FFFFL, part)) {
                return false;
            }
            in.position(in.position() + size + Math.min(BACK_POINTER_BYTES,
                    in.remaining() - size));
        }
        return true;
    }
}
