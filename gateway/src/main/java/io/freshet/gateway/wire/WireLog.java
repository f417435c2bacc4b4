package io.freshet.gateway.wire;

import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The bytes that all viewers of one stream and format on one loop are sent, as one long line.
///
/// A position is a count of bytes since the beginning. Messages are never torn: each lies in one
/// chunk, so that a viewer can go on from any position between two messages.
///
/// Threading: confined to one loop.
final class WireLog implements AutoCloseable {

    /// Half a second of 1 Mbit/s: few slices a write, little memory held by one that lags.
    private static final int CHUNK_BYTES = 64 << 10;

    private final ByteBufAllocator allocator;
    private final List<Chunk> chunks = new ArrayList<>();
    private final ArrayDeque<Flush> flushes = new ArrayDeque<>();
    private long end;

    private record Chunk(long start, ByteBuf bytes) {

        long end() {
            return start + bytes.writerIndex();
        }
    }

    /// What had been written when: the age of unsent bytes.
    private record Flush(long end, long atNs) {
    }

    WireLog(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Room for one message of at most `size` bytes; write it, then call [#wrote].
    ByteBuf room(int size) {
        if (!chunks.isEmpty()) {
            ByteBuf last = chunks.getLast().bytes();
            if (last.writableBytes() >= size) {
                return last;
            }
        }
        ByteBuf fresh = allocator.directBuffer(Math.max(size, CHUNK_BYTES));
        chunks.add(new Chunk(end, fresh));
        return fresh;
    }

    /// The message is complete.
    void wrote() {
        end = chunks.getLast().end();
    }

    /// The position after the last message.
    long end() {
        return end;
    }

    /// The oldest position that can still be sent.
    long start() {
        return chunks.isEmpty() ? end : chunks.getFirst().start();
    }

    /// Notes that everything up to the end goes out now.
    void flushed(long nowNs) {
        if (flushes.isEmpty() || flushes.getLast().end() < end) {
            flushes.add(new Flush(end, nowNs));
        }
    }

    /// For how long the byte at `position` has been ready to be sent, ns; 0 if it is not yet.
    long ageNs(long position, long nowNs) {
        for (Flush flush : flushes) {
            if (flush.end() > position) {
                return nowNs - flush.atNs();
            }
        }
        return 0;
    }

    /// Writes what lies between `from` and `to` while the outlet takes it.
    ///
    /// @return the position reached
    long send(Outlet outlet, long from, long to) {
        int index = chunks.size() - 1;
        while (index > 0 && chunks.get(index).start() > from) {
            index--;
        }
        long position = from;
        while (position < to && outlet.isWritable()) {
            Chunk chunk = chunks.get(index++);
            int offset = (int) (position - chunk.start());
            int length = (int) (Math.min(to, chunk.end()) - position);
            if (length > 0) {
                outlet.write(chunk.bytes().retainedSlice(offset, length));
                position += length;
            }
        }
        return position;
    }

    /// Lets go of what lies before `position`, as far as whole chunks do.
    void trim(long position) {
        while (chunks.size() > 1 && chunks.getFirst().end() <= position) {
            chunks.removeFirst().bytes().release();
        }
        Iterator<Flush> old = flushes.iterator();
        while (old.hasNext() && old.next().end() <= start()) {
            old.remove();
        }
    }

    @Override
    public void close() {
        chunks.forEach(chunk -> chunk.bytes().release());
        chunks.clear();
        flushes.clear();
    }
}
