package io.freshet.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of [shared bodies][HttpBody#shared] in direct memory, as the socket wants them, once
/// for all who are sent them on one loop.
///
/// They come here with the first answer, block by block, and go when nobody has asked for a while
/// or others need the room. Who is being sent a block holds a count of it, and such a block is
/// neither freed nor given up: it goes on taking its room. When nothing can make room, answers are
/// copied one by one as for any other body.
///
/// For HTTP/1.1 the head is kept too, and in front of a short body: such an answer is one buffer.
///
/// Threading: confined to one loop.
final class SharedBodies {
    /// As much as one write of an answer that is copied: a client that takes none of it for as
    /// long as the progress timeout is closed.
    static final int BLOCK_BYTES = 64 << 10;
    /// Up to here head and body are one buffer.
    static final int TOGETHER_BYTES_MAX = 16 << 10;
    /// Longer ones are for few, and copied: an entry is small beside its bytes.
    static final long BODY_BYTES_MAX = 64 << 20;
    /// Calls of [#age] until something that nobody has asked for goes: some seconds.
    private static final int IDLE_AGES_MAX = 8;
    /// How many of those that have been asked for least lately are looked at for room.
    private static final int LOOKS_MAX = 16;

    private final ByteBufAllocator allocator;
    private final long bytesMax;
    private final Map<HttpBody, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private int age;

    /// @param bytesMax that all blocks and heads together may take
    SharedBodies(ByteBufAllocator allocator, long bytesMax) {
        this.allocator = allocator;
        this.bytesMax = bytesMax;
    }

    /// What there is of one body.
    ///
    /// Threading: confined to the loop.
    private static final class Entry {
        private final @Nullable ByteBuf[] blocks;
        private @Nullable ByteBuf head;
        private HttpHeaders headFields = HttpHeaders.EMPTY;
        private String headDate = "";
        private int headStatus;
        private int usedAge;

        Entry(long length) {
            blocks = new ByteBuf[Math.toIntExact(Math.ceilDiv(length, BLOCK_BYTES))];
        }

        boolean isBusy() {
            boolean busy = head != null && head.refCnt() > 1;
            for (ByteBuf block : blocks) {
                busy |= block != null && block.refCnt() > 1;
            }
            return busy;
        }
    }

    /// @return the bytes of the body from `from`, at most `max` of them and at least one; the
    ///         caller owns one count. Null if there is no room
    @Nullable ByteBuf take(HttpBody body, long from, long max) {
        HttpBody whole = body.whole();
        if (whole.length() > BODY_BYTES_MAX) {
            return null;
        }
        Entry entry = entry(whole);
        long at = body.offset() + from;
        int index = (int) (at / BLOCK_BYTES);
        int skip = (int) (at % BLOCK_BYTES);
        ByteBuf block = entry.blocks[index];
        if (block == null) {
            long start = (long) index * BLOCK_BYTES;
            int size = (int) Math.min(BLOCK_BYTES, whole.length() - start);
            if (!makeRoom(size)) {
                return null;
            }
            block = allocator.directBuffer(size, size);
            for (ByteBuffer piece : whole.pieces(start, size)) {
                block.writeBytes(piece);
            }
            bytes += size;
            entry.blocks[index] = block;
        }
        int count = (int) Math.min(max, block.readableBytes() - skip);
        return skip == 0 && count == block.readableBytes() ? block.retainedDuplicate()
                : block.retainedSlice(skip, count);
    }

    /// Status line, fields and the empty line of an HTTP/1.1 answer that keeps the connection, and
    /// the body too if it is [short][#isTogether].
    ///
    /// @return the caller owns one count; null if there is no room
    @Nullable ByteBuf head(int status, HttpHeaders fields, HttpBody body, String date) {
        Entry entry = entry(body);
        ByteBuf known = entry.head;
        // They are the same objects most times.
        if (known != null && entry.headStatus == status && entry.headFields.equals(fields)
                && entry.headDate.equals(date)) {
            return known.retainedDuplicate();
        }
        dropHead(entry);
        int bodyBytes = isTogether(body) ? (int) body.length() : 0;
        int size = fields.wire().length + 160 + bodyBytes;
        if (!makeRoom(size)) {
            return null;
        }
        ByteBuf made = allocator.directBuffer(size);
        Http1Exchange.writeStart(made, status, date);
        made.writeBytes(fields.wire());
        made.writeCharSequence("Content-Length: " + body.length() + "\r\n\r\n",
                StandardCharsets.US_ASCII);
        if (bodyBytes > 0) {
            body.pieces().forEach(made::writeBytes);
        }
        bytes += made.capacity();
        entry.head = made;
        entry.headStatus = status;
        entry.headFields = fields;
        entry.headDate = date;
        return made.retainedDuplicate();
    }

    /// Whether head and body are one buffer.
    static boolean isTogether(HttpBody body) {
        return body.length() <= TOGETHER_BYTES_MAX;
    }

    private Entry entry(HttpBody whole) {
        Entry entry = entries.get(whole);
        if (entry == null) {
            entry = new Entry(whole.length());
            entries.put(whole, entry);
        }
        entry.usedAge = age;
        return entry;
    }

    private boolean makeRoom(int wanted) {
        Iterator<Entry> oldest = entries.values().iterator();
        for (int i = 0; bytes + wanted > bytesMax && i < LOOKS_MAX && oldest.hasNext(); i++) {
            Entry entry = oldest.next();
            // The last one is the one that the room is for.
            if (oldest.hasNext() && !entry.isBusy()) {
                drop(entry);
                oldest.remove();
            }
        }
        return bytes + wanted <= bytesMax;
    }

    private void drop(Entry entry) {
        dropHead(entry);
        for (int i = 0; i < entry.blocks.length; i++) {
            ByteBuf block = entry.blocks[i];
            if (block != null) {
                bytes -= block.capacity();
                block.release();
                entry.blocks[i] = null;
            }
        }
    }

    /// One that is being sent is freed by the last who sends it; a head is small.
    private void dropHead(Entry entry) {
        ByteBuf head = entry.head;
        if (head != null) {
            bytes -= head.capacity();
            head.release();
            entry.head = null;
        }
    }

    /// Call it about once a second: lets go of what nobody has asked for lately.
    void age() {
        age++;
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (age - entry.usedAge < IDLE_AGES_MAX) {
                return;
            }
            if (!entry.isBusy()) {
                drop(entry);
                oldest.remove();
            }
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// How many of the bodies are being sent now.
    int busy() {
        int count = 0;
        for (Entry entry : entries.values()) {
            count += entry.isBusy() ? 1 : 0;
        }
        return count;
    }

    /// In direct memory now.
    long bytes() {
        return bytes;
    }

    /// Gives up everything; what is being sent is freed by the last who sends it.
    void clear() {
        entries.values().forEach(this::drop);
        entries.clear();
    }
}
