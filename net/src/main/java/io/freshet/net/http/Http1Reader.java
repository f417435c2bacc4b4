package io.freshet.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one connection into requests, one at a time, so that pipelining waits its
/// turn.
///
/// Spec: RFC 9112, 6 and 7.1.
///
/// Threading: confined to the connection's loop.
final class Http1Reader implements AutoCloseable {
    /// A chunk's size line, with extensions that we ignore.
    private static final int CHUNK_LINE_MAX = 256;
    /// Fields after the last chunk; nothing that we use.
    private static final int TRAILER_BYTES_MAX = 4096;

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final long NO_CHUNK = -1;
    private static final long AFTER_CHUNK = -2;
    private static final long TRAILER = -3;

    private final HeadMemory heads;
    private final ByteBufAllocator allocator;
    private final int bodyBytesMax;
    /// What is read from: lent for now, or kept until more comes.
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    private boolean lent;
    private @Nullable Http1Head head;
    private boolean continueWanted;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private long chunkLeft = NO_CHUNK;
    private int trailerBytes;
    private int scanned;

    Http1Reader(HeadMemory heads, ByteBufAllocator allocator, int bodyBytesMax) {
        this.heads = heads;
        this.allocator = allocator;
        this.bodyBytesMax = bodyBytesMax;
    }

    /// One whole request.
    ///
    /// @param body read-only
    record Whole(Http1Head head, ByteBuffer body) {}

    /// Lends bytes until [#keep], which must be called before they go.
    void add(ByteBuf bytes) {
        if (pending.isReadable()) {
            if (pending.writableBytes() < bytes.readableBytes()) {
                pending.discardReadBytes();
            }
            pending.writeBytes(bytes);
        } else {
            keep();
            pending = bytes;
            lent = true;
        }
    }

    /// Keeps what no request has used yet; an idle connection keeps no memory for its next one.
    void keep() {
        ByteBuf rest = pending;
        if (lent) {
            lent = false;
            pending = rest.isReadable()
                    ? allocator.heapBuffer(rest.readableBytes()).writeBytes(rest)
                    : Unpooled.EMPTY_BUFFER;
        } else if (!rest.isReadable()) {
            pending = Unpooled.EMPTY_BUFFER;
            rest.release();
        }
    }

    /// Bytes that no request has used yet.
    int pendingBytes() {
        return pending.readableBytes();
    }

    /// Whether a request has begun and is not whole.
    boolean midway() {
        return head != null || pending.isReadable();
    }

    /// True once for each request whose client waits for `100 Continue`.
    boolean takeContinue() {
        boolean wanted = continueWanted;
        continueWanted = false;
        return wanted;
    }

    /// The next request, or null when more bytes are needed.
    @Nullable Whole next() throws BadRequest {
        if (head == null && !readHead()) {
            return null;
        }
        Http1Head have = head;
        if (have == null || !(have.length() < 0 ? readChunks() : readBody((int) have.length()))) {
            return null;
        }
        head = null;
        continueWanted = false;
        if (body.size() == 0) {
            return new Whole(have, NO_BODY);
        }
        Whole whole = new Whole(have, ByteBuffer.wrap(body.toByteArray()).asReadOnlyBuffer());
        body = new ByteArrayOutputStream(0);
        return whole;
    }

    private boolean readHead() throws BadRequest {
        // Empty lines before a request line are old clients' habit; RFC 9112, 2.2.
        while (pending.readableBytes() >= 2
                && pending.getShort(pending.readerIndex()) == 0x0D0A) {
            pending.skipBytes(2);
            scanned = 0;
        }
        int end = findHeadEnd();
        if (end < 0) {
            int lineEnd = pending.bytesBefore((byte) '\n');
            if (lineEnd < 0 && pending.readableBytes() > Http1Head.LINE_BYTES_MAX
                    || lineEnd > Http1Head.LINE_BYTES_MAX) {
                throw new BadRequest(414, "request line too long");
            }
            if (pending.readableBytes() > Http1Head.HEAD_BYTES_MAX) {
                throw new BadRequest(431, "header too long");
            }
            return false;
        }
        byte[] bytes = new byte[end];
        if (end > Http1Head.HEAD_BYTES_MAX) {
            throw new BadRequest(431, "header too long");
        }
        pending.readBytes(bytes).skipBytes(4);
        scanned = 0;
        Http1Head parsed = heads.parse(bytes);
        if (parsed.length() > bodyBytesMax) {
            throw new BadRequest(413, "body too long");
        }
        head = parsed;
        chunkLeft = NO_CHUNK;
        trailerBytes = 0;
        continueWanted = parsed.fields().expectsContinue() && parsed.length() != 0;
        return true;
    }

    /// Bytes before CRLF CRLF, or -1; looks at each byte once, however slowly they come.
    private int findHeadEnd() {
        int from = pending.readerIndex() + Math.max(0, scanned - 3);
        while (true) {
            int at = pending.indexOf(from, pending.writerIndex(), (byte) '\n');
            if (at < 0) {
                scanned = pending.readableBytes();
                return -1;
            }
            if (at - 3 >= pending.readerIndex() && pending.getInt(at - 3) == 0x0D0A0D0A) {
                return at - 3 - pending.readerIndex();
            }
            from = at + 1;
        }
    }

    private boolean readBody(int length) {
        if (length == 0) {
            return true;
        }
        takeBody(length - body.size());
        return body.size() == length;
    }

    private void takeBody(int wanted) {
        byte[] taken = new byte[Math.min(wanted, pending.readableBytes())];
        pending.readBytes(taken);
        body.writeBytes(taken);
    }

    private boolean readChunks() throws BadRequest {
        while (true) {
            if (chunkLeft > 0) {
                int before = body.size();
                takeBody((int) chunkLeft);
                chunkLeft -= body.size() - before;
                if (chunkLeft > 0) {
                    return false;
                }
                chunkLeft = AFTER_CHUNK;
            }
            String line = line();
            if (line == null) {
                return false;
            }
            if (chunkLeft == AFTER_CHUNK) {
                if (!line.isEmpty()) {
                    throw new BadRequest(400, "malformed chunk");
                }
                chunkLeft = NO_CHUNK;
            } else if (chunkLeft == TRAILER) {
                trailerBytes += line.length() + 2;
                if (line.isEmpty()) {
                    return true;
                }
                if (trailerBytes > TRAILER_BYTES_MAX) {
                    throw new BadRequest(431, "trailer too long");
                }
            } else {
                int size = chunkSize(line);
                if (body.size() + size > bodyBytesMax) {
                    throw new BadRequest(413, "body too long");
                }
                chunkLeft = size == 0 ? TRAILER : size;
            }
        }
    }

    private @Nullable String line() throws BadRequest {
        int length = pending.bytesBefore((byte) '\n');
        if (length < 0) {
            if (pending.readableBytes() > CHUNK_LINE_MAX) {
                throw new BadRequest(400, "chunk line too long");
            }
            return null;
        }
        if (length > CHUNK_LINE_MAX || length < 1
                || pending.getByte(pending.readerIndex() + length - 1) != '\r') {
            throw new BadRequest(400, "malformed chunk");
        }
        String line = pending.readCharSequence(length - 1, StandardCharsets.ISO_8859_1).toString();
        pending.skipBytes(2);
        return line;
    }

    private static int chunkSize(String line) throws BadRequest {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        if (digits.isEmpty() || digits.length() > 7
                || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new BadRequest(400, "malformed chunk size");
        }
        return Integer.parseInt(digits, 16);
    }

    @Override
    public void close() {
        ByteBuf rest = pending;
        pending = Unpooled.EMPTY_BUFFER;
        if (!lent) {
            rest.release();
        }
        lent = false;
    }
}
