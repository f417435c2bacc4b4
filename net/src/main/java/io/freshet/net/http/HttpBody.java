package io.freshet.net.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of a finite answer: one or several read-only pieces, sent one after the other.
///
/// The pieces are not copied here and must not change; many answers may share them, each with its
/// own cursor. They are copied piecewise (64 KiB) into direct memory as the client reads; those of
/// a *shared* body once for all who get it, as long as there is room: see [SharedBodies].
///
/// Threading: immutable.
public final class HttpBody {
    /// No bytes.
    public static final HttpBody EMPTY = new HttpBody(List.of());

    private final List<ByteBuffer> pieces;
    private final long length;
    private final boolean shared;
    /// Whose bytes these are, and where they begin in it: itself and 0 unless it is a slice.
    private final HttpBody whole;
    private final long offset;

    private HttpBody(List<ByteBuffer> pieces) {
        this(pieces, false);
    }

    @SuppressWarnings("ThisEscapedInObjectConstruction")
    private HttpBody(List<ByteBuffer> pieces, boolean shared) {
        this.pieces = pieces;
        this.length = sum(pieces);
        this.shared = shared;
        this.whole = this;
        this.offset = 0;
    }

    private HttpBody(List<ByteBuffer> pieces, HttpBody whole, long offset) {
        this.pieces = pieces;
        this.length = sum(pieces);
        this.shared = whole.shared;
        this.whole = whole;
        this.offset = offset;
    }

    private static long sum(List<ByteBuffer> pieces) {
        return pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /// What remains in each buffer, which keeps its own position.
    public static HttpBody of(ByteBuffer... pieces) {
        return of(Arrays.asList(pieces));
    }

    /// What remains in each buffer, which keeps its own position.
    public static HttpBody of(List<ByteBuffer> pieces) {
        return new HttpBody(pieces.stream().map(ByteBuffer::asReadOnlyBuffer).toList());
    }

    /// Bytes that many clients will ask for. Keep it and answer each of them with the same one: it
    /// is told from others by its identity.
    public static HttpBody shared(ByteBuffer... pieces) {
        return new HttpBody(Arrays.stream(pieces).map(ByteBuffer::asReadOnlyBuffer).toList(), true);
    }

    /// The text in UTF-8.
    public static HttpBody text(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Part of these bytes, for an answer to a range request.
    public HttpBody slice(long from, long count) {
        if (from < 0 || count < 0 || from + count > length) {
            throw new IndexOutOfBoundsException(from + " + " + count + " of " + length);
        }
        return new HttpBody(cut(from, count), whole, offset + from);
    }

    private List<ByteBuffer> cut(long from, long count) {
        List<ByteBuffer> part = new ArrayList<>();
        long skip = from;
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
        return part;
    }

    /// Bytes in all.
    public long length() {
        return length;
    }

    /// Whether its bytes are copied once for all who get them.
    boolean isShared() {
        return shared;
    }

    /// Whose bytes these are.
    HttpBody whole() {
        return whole;
    }

    /// Where they begin in [#whole].
    long offset() {
        return offset;
    }

    /// The pieces; each call gives fresh cursors.
    List<ByteBuffer> pieces() {
        return pieces.stream().map(ByteBuffer::duplicate).toList();
    }

    /// A run of its bytes, to be copied; fresh cursors.
    List<ByteBuffer> pieces(long from, int count) {
        return cut(from, count);
    }
}
