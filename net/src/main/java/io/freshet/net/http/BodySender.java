package io.freshet.net.http;

import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;

/// Sends a finite body as fast as its reader takes it, and no faster.
///
/// Threading: confined to the outlet's loop.
final class BodySender {
    /// Few enough system calls for segments of megabytes, small enough to hold for each slow
    /// reader.
    private static final int COPY_BYTES = 64 << 10;

    private final Outlet outlet;
    private final List<ByteBuffer> pieces;
    private int index;

    BodySender(Outlet outlet, HttpBody body) {
        this.outlet = outlet;
        this.pieces = body.pieces();
    }

    /// Hands over what the outlet takes now; true when everything was handed over. Does not flush.
    boolean send() {
        while (index < pieces.size() && outlet.isOpen()) {
            if (!outlet.isWritable()) {
                // Let it go first: with epoll the kernel often takes all of it at once.
                outlet.flush();
                if (!outlet.isWritable()) {
                    return false;
                }
            }
            outlet.write(next());
        }
        return true;
    }

    /// Copies small pieces together, so that a segment of many frames needs few buffers.
    private ByteBuf next() {
        long left = 0;
        for (int i = index; i < pieces.size() && left < COPY_BYTES; i++) {
            left += pieces.get(i).remaining();
        }
        ByteBuf out = outlet.loop().allocator().directBuffer((int) Math.min(COPY_BYTES, left));
        while (index < pieces.size() && out.isWritable()) {
            ByteBuffer piece = pieces.get(index);
            int count = Math.min(piece.remaining(), out.writableBytes());
            out.writeBytes(piece.slice(piece.position(), count));
            piece.position(piece.position() + count);
            if (!piece.hasRemaining()) {
                index++;
            }
        }
        return out;
    }
}
