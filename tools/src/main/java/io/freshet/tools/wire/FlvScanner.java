package io.freshet.tools.wire;

import java.nio.ByteBuffer;

/// Finds the tags of an FLV stream that comes in pieces, and looks at their first bytes alone.
///
///     "FLV" 1, flags, length of this header (32)       then the size of no tag, 0 (32)
///     type (8) length (24) time (24) time's high byte (8) 0 (24)
///     body                                             then the size of this tag (32)
///
/// Threading: confined to its connection.
///
/// Spec: Adobe Flash Video 10.1, E.2 to E.4.1
public final class FlvScanner implements MessageView {

    private enum Part { FILE_HEADER, SKIPPED, TAG_HEADER, BODY }

    private static final int FILE_HEADER_BYTES = 9;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int TRAILER_BYTES = 4;
    /// Longer headers have not been seen.
    private static final int FILE_HEADER_BYTES_MAX = 1024;

    private final ByteBuffer piece = ByteBuffer.allocate(TAG_HEADER_BYTES);
    private final Head head = new Head();
    private Part part = Part.FILE_HEADER;
    private int left;
    private int type;
    private int timestampMs;
    private int bodyBytes;

    /// Reads all of `in`.
    ///
    /// @throws PeerFault if it is no FLV
    public void read(ByteBuffer in, MessageListener out) throws PeerFault {
        while (in.hasRemaining()) {
            switch (part) {
                case FILE_HEADER -> fileHeader(in);
                case TAG_HEADER -> tagHeader(in, out);
                case SKIPPED -> {
                    skip(in);
                    part = left == 0 ? Part.TAG_HEADER : part;
                }
                case BODY -> {
                    int count = Math.min(left, in.remaining());
                    head.take(in, count, count == left);
                    skip(in);
                    if (left == 0) {
                        end(out);
                    }
                }
            }
        }
    }

    private void skip(ByteBuffer in) {
        int count = Math.min(left, in.remaining());
        in.position(in.position() + count);
        left -= count;
    }

    private void end(MessageListener out) {
        part = Part.SKIPPED;
        left = TRAILER_BYTES;
        out.onMedia(this);
    }

    private void fileHeader(ByteBuffer in) throws PeerFault {
        if (!gathered(in, FILE_HEADER_BYTES)) {
            return;
        }
        int length = piece.getInt(5);
        if (piece.getInt(0) >>> 8 != ('F' << 16 | 'L' << 8 | 'V') || length < FILE_HEADER_BYTES
                || length > FILE_HEADER_BYTES_MAX) {
            throw new PeerFault("no FLV");
        }
        piece.clear();
        part = Part.SKIPPED;
        left = length - FILE_HEADER_BYTES + TRAILER_BYTES;
    }

    private void tagHeader(ByteBuffer in, MessageListener out) {
        if (piece.position() == 0 && in.remaining() >= TAG_HEADER_BYTES) {
            begin(in, in.position());
            in.position(in.position() + TAG_HEADER_BYTES);
        } else if (gathered(in, TAG_HEADER_BYTES)) {
            begin(piece, 0);
            piece.clear();
        } else {
            return;
        }
        if (bodyBytes == 0) {
            end(out);
        }
    }

    private void begin(ByteBuffer from, int at) {
        int typeAndLength = from.getInt(at);
        int time = from.getInt(at + 4);
        type = typeAndLength >>> 24 & 0x1F;
        bodyBytes = typeAndLength & 0xFF_FFFF;
        timestampMs = time >>> 8 | time << 24;
        head.begin();
        left = bodyBytes;
        part = Part.BODY;
    }

    /// Whether `wanted` bytes are in the piece now.
    private boolean gathered(ByteBuffer in, int wanted) {
        int count = Math.min(wanted - piece.position(), in.remaining());
        piece.put(piece.position(), in, in.position(), count);
        piece.position(piece.position() + count);
        in.position(in.position() + count);
        return piece.position() == wanted;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public long timestampMs() {
        return timestampMs & 0xFFFF_FFFFL;
    }

    @Override
    public int bodyBytes() {
        return bodyBytes;
    }

    @Override
    public int headBytes() {
        return head.count();
    }

    @Override
    public int headAt(int index) {
        return head.at(index);
    }
}
