package io.freshet.net.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request's stream: its answer on the way out, within the peer's windows.
///
/// Threading: confined to the connection's loop, except `isOpen`.
public final class FrameStream {
    private final FrameCodec codec;
    private final Http2Stream stream;
    private final Body body = new Body();
    private @Nullable StreamUser user;
    private volatile boolean closed;
    private boolean starved;
    private boolean ending;

    FrameStream(FrameCodec codec, Http2Stream stream) {
        this.codec = codec;
        this.stream = stream;
    }

    /// What has been written and waits for windows, or for the socket; in the flow controller's
    /// queue at most once.
    ///
    /// Threading: confined to the connection's loop.
    private final class Body implements Http2RemoteFlowController.FlowControlled {
        private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(2);
        private @Nullable ByteBuf coming;
        private int pendingBytes;
        private boolean above;
        private boolean last;
        private boolean queued;

        void add(@Nullable ByteBuf bytes, boolean isLast) {
            coming = bytes;
            last |= isLast;
            if (!queued) {
                takeIn();
                queued = true;
            }
            codec.windows().addFlowControlled(stream, this);
        }

        private void takeIn() {
            ByteBuf bytes = coming;
            coming = null;
            if (bytes != null) {
                queue.add(bytes);
                pendingBytes += bytes.readableBytes();
                above |= pendingBytes > codec.highMark();
            }
        }

        @Override
        public int size() {
            return pendingBytes;
        }

        /// It stands in the queue already: what has come makes it longer.
        @Override
        public boolean merge(
                ChannelHandlerContext ctx, Http2RemoteFlowController.FlowControlled next) {
            if (next != this) {
                return false;
            }
            takeIn();
            return true;
        }

        @Override
        public void write(ChannelHandlerContext ctx, int allowedBytes) {
            int allowed = Math.min(allowedBytes, pendingBytes);
            do {
                int count = Math.min(allowed, codec.frameBytesMax());
                boolean ends = last && count == pendingBytes;
                codec.writeDataHead(stream.id(), count, ends);
                frame(ctx, count);
                allowed -= count;
            } while (allowed > 0);
            above &= pendingBytes >= codec.lowMark();
            if (starved && isWritable()) {
                starved = false;
                codec.resumeLater(FrameStream.this);
            }
        }

        private void frame(ChannelHandlerContext ctx, int count) {
            int left = count;
            pendingBytes -= count;
            while (left > 0) {
                ByteBuf first = queue.element();
                int size = first.readableBytes();
                if (size <= left) {
                    left -= size;
                    var _ = ctx.write(queue.remove(), ctx.voidPromise());
                } else {
                    var _ = ctx.write(first.readRetainedSlice(left), ctx.voidPromise());
                    left = 0;
                }
            }
        }

        @Override
        public void writeComplete() {
            queued = false;
            if (last) {
                codec.closeLater(FrameStream.this);
            }
        }

        @Override
        public void error(@Nullable ChannelHandlerContext ctx, Throwable cause) {
            queued = false;
            drop();
        }

        void drop() {
            takeIn();
            pendingBytes = 0;
            queue.forEach(ByteBuf::release);
            queue.clear();
        }
    }

    /// False once both sides have ended, or one has given up. Any thread.
    public boolean isOpen() {
        return !closed;
    }

    /// Whether a body should be written: nothing waits, or less than the peer's window and the
    /// connection's marks allow.
    public boolean isWritable() {
        if (closed || ending) {
            return false;
        }
        boolean writable = body.pendingBytes == 0
                || !body.above && body.pendingBytes < codec.windows().windowSize(stream);
        starved |= !writable;
        return writable;
    }

    /// Written, and not handed to the connection yet.
    public int pendingBytes() {
        return body.pendingBytes;
    }

    /// Begins the answer; sent at the next flush.
    ///
    /// @param isLast whether no body follows
    public void head(AnswerHead head, boolean isLast) {
        if (closed || ending) {
            return;
        }
        ending = isLast;
        if (!isLast || codec.isWritable()) {
            codec.writeHead(stream.id(), head, isLast, codec.unwatched());
            stream.headersSent(false);
            if (isLast) {
                codec.closeLater(this);
            }
        } else {
            // The peer does not read. The stream ends when the head has been sent, so that heads
            // without bodies that wait are not more than streams at a time.
            ChannelPromise sent = codec.watched();
            codec.writeHead(stream.id(), head, true, sent);
            stream.headersSent(false);
            sent.addListener(_ -> endLocal());
        }
    }

    /// Hands over one reference of `bytes`, also when it is closed; sent at the next flush.
    ///
    /// @param isLast whether the answer ends with them
    public void write(ByteBuf bytes, boolean isLast) {
        if (closed || ending || !bytes.isReadable()) {
            bytes.release();
            if (isLast) {
                end();
            }
            return;
        }
        ending = isLast;
        body.add(bytes, isLast);
        starved |= !ending && !isWritable();
    }

    /// Ends the answer; sent at the next flush.
    public void end() {
        if (!closed && !ending) {
            ending = true;
            body.add(null, true);
        }
    }

    /// Lets go what was written; while bytes of the peer are handled, when all of them have been.
    public void flush() {
        if (!closed) {
            codec.flushSoon();
        }
    }

    /// Gives it up: what waits is thrown away.
    public void cancel() {
        if (!closed) {
            codec.reset(stream, Http2Error.CANCEL);
        }
    }

    void servedBy(StreamUser one) {
        user = one;
    }

    StreamUser user() {
        return Objects.requireNonNull(user);
    }

    void resume() {
        if (!closed) {
            user().onWritable();
        }
    }

    /// Our last frame has been written.
    void endLocal() {
        if (!closed) {
            codec.endLocal(stream);
        }
    }

    void closed() {
        if (!closed) {
            closed = true;
            body.drop();
            user().onClosed();
        }
    }
}
