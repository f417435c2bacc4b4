package io.freshet.net.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of a finite answer: one or several read-only pieces, sent one after the other.
///
/// The pieces are not copied here and must not change; many answers may share them, each with its
/// own cursor. They are copied piecewise (64 KiB) into direct memory as the client reads.
///
/// Threading: immutable.
public final class HttpBody {
    /// No bytes.
    public static final HttpBody EMPTY = new HttpBody(List.of());

    private final List<ByteBuffer> pieces;
    private final long length;

    private HttpBody(List<ByteBuffer> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /// What remains in each buffer, which keeps its own position.
    public static HttpBody of(ByteBuffer... pieces) {
        return of(Arrays.asList(pieces));
    }

    /// What remains in each buffer, which keeps its own position.
    public static HttpBody of(List<ByteBuffer> pieces) {
        return new HttpBody(pieces.stream().map(ByteBuffer::asReadOnlyBuffer).toList());
    }

    /// The text in UTF-8.
    public static HttpBody text(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Part of these bytes, for an answer to a range request.
    public HttpBody slice(long offset, long count) {
        if (offset < 0 || count < 0 || offset + count > length) {
            throw new IndexOutOfBoundsException(offset + " + " + count + " of " + length);
        }
        List<ByteBuffer> part = new ArrayList<>();
        long skip = offset;
        long left = count;
        for (ByteBuffer piece : pieces) {
            int size = piece.remaining();
            if (skip < size && left > 0) {
                int taken = (int) Math.min(left, size - skip);
                part.add(piece.slice(piece.position() + (int) skip, taken));
                left -= taken;
                skip = 0;
            } else {
                skip = Math.max(0, skip - size);
            }
        }
        return new HttpBody(part);
    }

    /// Bytes in all.
    public long length() {
        return length;
    }

    /// The pieces; each call gives fresh cursors.
    List<ByteBuffer> pieces() {
        return pieces.stream().map(ByteBuffer::duplicate).toList();
    }
}
