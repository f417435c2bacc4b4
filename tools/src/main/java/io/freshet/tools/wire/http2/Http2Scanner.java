package io.freshet.tools.wire.http2;

import io.freshet.tools.wire.PeerFault;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds the frames of a connection that comes in pieces; bodies are handed on as they come, all
/// else when it is whole.
///
/// Threading: confined to its connection.
///
/// Spec: RFC 9113, 4 and 6.1
final class Http2Scanner {

    /// Where frames go.
    interface Sink {

        /// A piece of a body: from position to limit, to be consumed.
        ///
        /// @throws PeerFault if it cannot be used
        void onData(int stream, ByteBuffer range) throws PeerFault;

        /// A frame of a body is over.
        ///
        /// @param bytes  what it takes of the windows
        /// @param isLast whether the body is over too
        /// @throws PeerFault if it cannot be used
        void onDataEnd(int stream, int bytes, boolean isLast) throws PeerFault;

        /// Any other frame; the payload is valid during the call.
        ///
        /// @throws PeerFault if it cannot be used
        void onFrame(Head head, ByteBuffer payload) throws PeerFault;
    }

    /// What stands before a frame.
    record Head(int length, int type, int flags, int stream) {

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    private enum Part { HEAD, PAD_LENGTH, BODY, PADDING, GATHERED }

    private static final Head NONE = new Head(0, Http2Frames.PRIORITY, 0, 0);

    private final ByteBuffer piece = ByteBuffer.allocate(Http2Frames.HEADER_BYTES);
    private byte[] gathered = new byte[0];
    private int gatheredBytes;
    private Part part = Part.HEAD;
    private Head head = NONE;
    private int left;
    private int padding;

    /// Reads all of `in`.
    ///
    /// @throws PeerFault if it is no HTTP/2, or if `sink` throws
    void read(ByteBuffer in, Sink sink) throws PeerFault {
        while (in.hasRemaining()) {
            switch (part) {
                case HEAD -> {
                    piece.put(in.get());
                    if (!piece.hasRemaining()) {
                        begin(sink);
                    }
                }
                case PAD_LENGTH -> {
                    padding = in.get() & 0xFF;
                    left -= 1 + padding;
                    if (left < 0) {
                        throw new PeerFault("broken HTTP/2 frame");
                    }
                    part = Part.BODY;
                    endBody(sink);
                }
                case BODY -> {
                    body(in, sink);
                    endBody(sink);
                }
                case PADDING -> {
                    int count = Math.min(left, in.remaining());
                    in.position(in.position() + count);
                    left -= count;
                    endPadding(sink);
                }
                case GATHERED -> gather(in, sink);
            }
        }
    }

    private void begin(Sink sink) throws PeerFault {
        piece.flip();
        int lengthAndType = piece.getInt();
        head = new Head(lengthAndType >>> 8, lengthAndType & 0xFF, piece.get() & 0xFF,
                piece.getInt() & 0x7FFF_FFFF);
        piece.clear();
        if (head.length > Http2Frames.PAYLOAD_BYTES_MAX) {
            throw new PeerFault("HTTP/2 frame too long");
        }
        left = head.length;
        padding = 0;
        if (head.type != Http2Frames.DATA) {
            part = Part.GATHERED;
            gatheredBytes = 0;
            if (left == 0) {
                part = Part.HEAD;
                sink.onFrame(head, ByteBuffer.allocate(0));
            }
        } else if (head.has(Http2Frames.PADDED)) {
            if (left == 0) {
                throw new PeerFault("broken HTTP/2 frame");
            }
            part = Part.PAD_LENGTH;
        } else {
            part = Part.BODY;
            endBody(sink);
        }
    }

    private void body(ByteBuffer in, Sink sink) throws PeerFault {
        int count = Math.min(left, in.remaining());
        int limit = in.limit();
        int end = in.position() + count;
        in.limit(end);
        sink.onData(head.stream, in);
        in.limit(limit);
        in.position(end);
        left -= count;
    }

    private void endBody(Sink sink) throws PeerFault {
        if (left == 0) {
            left = padding;
            part = Part.PADDING;
            endPadding(sink);
        }
    }

    private void endPadding(Sink sink) throws PeerFault {
        if (left == 0) {
            part = Part.HEAD;
            sink.onDataEnd(head.stream, head.length, head.has(Http2Frames.END_STREAM));
        }
    }

    private void gather(ByteBuffer in, Sink sink) throws PeerFault {
        int count = Math.min(left, in.remaining());
        if (gatheredBytes == 0 && count == left) {
            ByteBuffer whole = in.slice(in.position(), count);
            in.position(in.position() + count);
            part = Part.HEAD;
            sink.onFrame(head, whole);
            return;
        }
        if (gathered.length < head.length) {
            gathered = Arrays.copyOf(gathered, head.length);
        }
        in.get(gathered, gatheredBytes, count);
        gatheredBytes += count;
        left -= count;
        if (left == 0) {
            part = Part.HEAD;
            sink.onFrame(head, ByteBuffer.wrap(gathered, 0, gatheredBytes));
        }
    }
}
