package io.freshet.net.http;

import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Sends a finite body as fast as its reader takes it, and no faster.
///
/// Threading: confined to the outlet's loop.
final class BodySender {
    /// Few enough system calls for segments of megabytes, small enough to hold for each slow
    /// reader.
    private static final int COPY_BYTES = SharedBodies.BLOCK_BYTES;

    private final Outlet outlet;
    private final SharedBodies shared;
    private final HttpBody body;
    private final long aheadBytesMax;
    private long sent;
    private boolean sending;

    /// @param aheadBytesMax unsent bytes up to which blocks of a shared body are handed over,
    ///                      whatever the outlet's marks say: they take no memory of their own
    BodySender(Outlet outlet, SharedBodies shared, HttpBody body, long aheadBytesMax) {
        this.outlet = outlet;
        this.shared = shared;
        this.body = body;
        this.aheadBytesMax = aheadBytesMax;
    }

    /// Hands over what the outlet takes now; true when everything was handed over. Does not flush
    /// what was handed over last.
    boolean send() {
        if (sending) {
            // The outlet says within its flush that it is writable: the call below goes on.
            return false;
        }
        sending = true;
        try {
            return sendAll();
        } finally {
            sending = false;
        }
    }

    private boolean sendAll() {
        while (sent < body.length() && outlet.isOpen()) {
            ByteBuf next = next();
            if (next == null) {
                // Let it go first: with epoll the kernel often takes all of it at once.
                outlet.flush();
                next = outlet.isOpen() ? next() : null;
                if (next == null) {
                    return false;
                }
            }
            sent += next.readableBytes();
            outlet.write(next);
        }
        return true;
    }

    private @Nullable ByteBuf next() {
        long left = body.length() - sent;
        boolean writable = outlet.isWritable();
        if (body.isShared() && (writable || outlet.unsentBytes() < aheadBytesMax)) {
            ByteBuf known = shared.take(body, sent, left);
            if (known != null) {
                return known;
            }
        }
        return writable ? copied((int) Math.min(COPY_BYTES, left)) : null;
    }

    private ByteBuf copied(int count) {
        ByteBuf out = outlet.loop().allocator().directBuffer(count, count);
        for (ByteBuffer piece : body.pieces(sent, count)) {
            out.writeBytes(piece);
        }
        return out;
    }
}
