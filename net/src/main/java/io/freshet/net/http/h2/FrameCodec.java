package io.freshet.net.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Netty's codec of a connection, and the frames that we write ourselves.
///
///     length (24) type (8) flags (8) 0 (1) stream (31)     then `length` bytes
///
/// What a stream's user does in an answer to an event of Netty's is done when that event is over:
/// streams end, and users go on writing, after a flush.
///
/// Threading: confined to the connection's loop.
///
/// Spec: RFC 9113, 4.1, 6.1, 6.2 and 6.10
final class FrameCodec extends Http2ConnectionHandler {
    /// Answers to settings, pings and resets that the peer does not read.
    private static final int QUEUED_CONTROL_FRAMES_MAX = 1000;
    /// Browsers reset some dozens when somebody seeks; RFC 9113, 10.5 leaves the number to us.
    private static final int RESETS_MAX = 200;
    private static final int RESETS_SECONDS = 30;
    /// Rounds of writing on after a flush before others of the loop have their turn.
    private static final int RESUMES_MAX = 64;

    private static final int FRAME_HEAD_BYTES = 9;
    /// Status, date and length.
    private static final int OWN_FIELDS_BYTES_MAX = 100;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    private final LinkUser user;
    private final ArrayDeque<FrameStream> resumed = new ArrayDeque<>(2);
    private final ArrayDeque<FrameStream> ended = new ArrayDeque<>(2);
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean resuming;
    private boolean saidNoTable;

    private FrameCodec(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder,
            Http2Settings settings, LinkUser user) {
        super(decoder, encoder, settings);
        this.user = user;
    }

    static FrameCodec of(int streamsMax, int headBytesMax, LinkUser user) {
        Http2Connection connection = new DefaultHttp2Connection(true);
        // Nobody sends priorities any more, and a tree of them costs more than a queue.
        connection.remote().flowController(new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
        return new Builder(connection, user).made(streamsMax, headBytesMax);
    }

    /// Threading: confined to the caller.
    private static final class Builder
            extends AbstractHttp2ConnectionHandlerBuilder<FrameCodec, Builder> {
        private final LinkUser user;

        Builder(Http2Connection connection, LinkUser user) {
            this.user = user;
            connection(connection);
        }

        FrameCodec made(int streamsMax, int headBytesMax) {
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(streamsMax).maxHeaderListSize(headBytesMax));
            decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS);
            encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES_MAX);
            gracefulShutdownTimeoutMillis(1_000);
            return build();
        }

        @Override
        protected FrameCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            FrameCodec codec = new FrameCodec(decoder, encoder, settings, user);
            FrameEvents events = new FrameEvents(codec, decoder.connection(), user);
            decoder.connection().addListener(events);
            frameListener(events);
            return codec;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private Channel channel() {
        return context().channel();
    }

    int highMark() {
        return channel().config().getWriteBufferHighWaterMark();
    }

    int lowMark() {
        return channel().config().getWriteBufferLowWaterMark();
    }

    int frameBytesMax() {
        return encoder().configuration().frameSizePolicy().maxFrameSize();
    }

    Http2RemoteFlowController windows() {
        return encoder().flowController();
    }

    void goAway() {
        ChannelHandlerContext ctx = context();
        var _ = goAway(ctx, connection().remote().lastStreamCreated(),
                Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        flush(ctx);
    }

    void reset(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext ctx = context();
        var _ = encoder().writeRstStream(ctx, stream.id(), why.code(), ctx.newPromise());
        // Now, and not when the reset is on the wire: nothing more is to be sent on it.
        stream.close();
        flush(ctx);
    }

    void endLocal(Http2Stream stream) {
        closeStreamLocal(stream, context().newSucceededFuture());
    }

    /// After the flush.
    void closeLater(FrameStream stream) {
        ended.add(stream);
    }

    /// After the flush.
    void resumeLater(FrameStream stream) {
        resumed.add(stream);
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /// Of a write whose end nobody waits for.
    ChannelPromise unwatched() {
        return context().voidPromise();
    }

    ChannelPromise watched() {
        return context().newPromise();
    }

    void writeHead(int id, AnswerHead head, boolean isLast, ChannelPromise promise) {
        ChannelHandlerContext ctx = context();
        byte[] fields = head.fields();
        ByteBuf out = ctx.alloc().directBuffer(
                FRAME_HEAD_BYTES + OWN_FIELDS_BYTES_MAX + fields.length);
        out.writerIndex(FRAME_HEAD_BYTES);
        if (!saidNoTable) {
            saidNoTable = true;
            out.writeByte(FieldBlock.NO_TABLE);
        }
        FieldBlock.status(out, head.status());
        if (!head.date().isEmpty()) {
            FieldBlock.date(out, head.date());
        }
        if (head.length() >= 0) {
            FieldBlock.contentLength(out, head.length());
        }
        int room = frameBytesMax() - (out.readableBytes() - FRAME_HEAD_BYTES);
        int first = Math.min(room, fields.length);
        out.writeBytes(fields, 0, first);
        boolean whole = first == fields.length;
        setFrameHead(out, 0, HEADERS,
                (isLast ? END_STREAM : 0) | (whole ? END_HEADERS : 0), id);
        if (!whole) {
            addContinuations(out, fields, first, id);
        }
        var _ = ctx.write(out, promise);
    }

    private void addContinuations(ByteBuf out, byte[] fields, int from, int id) {
        int at = from;
        while (at < fields.length) {
            int count = Math.min(frameBytesMax(), fields.length - at);
            int start = out.writerIndex();
            out.writeZero(FRAME_HEAD_BYTES).writeBytes(fields, at, count);
            at += count;
            setFrameHead(out, start, CONTINUATION, at == fields.length ? END_HEADERS : 0, id);
        }
    }

    /// The frame reaches to the end of what was written.
    private static void setFrameHead(ByteBuf out, int at, int type, int flags, int id) {
        out.setMedium(at, out.writerIndex() - at - FRAME_HEAD_BYTES);
        out.setByte(at + 3, type).setByte(at + 4, flags).setInt(at + 5, id);
    }

    /// `length` bytes must be written next.
    void writeDataHead(int id, int length, boolean isLast) {
        ChannelHandlerContext ctx = context();
        ByteBuf out = ctx.alloc().directBuffer(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES);
        out.writeMedium(length).writeByte(DATA).writeByte(isLast ? END_STREAM : 0).writeInt(id);
        var _ = ctx.write(out, ctx.voidPromise());
    }

    /// What answers the bytes of one read goes together.
    void flushSoon() {
        if (!reading) {
            flush(context());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            reading = false;
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        super.flush(ctx);
        afterFlush();
    }

    private void afterFlush() {
        if (resuming) {
            return;
        }
        resuming = true;
        try {
            int rounds = 0;
            while (!ended.isEmpty() || !resumed.isEmpty()) {
                for (FrameStream one = ended.poll(); one != null; one = ended.poll()) {
                    one.endLocal();
                }
                FrameStream next = resumed.poll();
                if (next != null) {
                    next.resume();
                    rounds++;
                }
                if (rounds == RESUMES_MAX) {
                    context().executor().execute(this::afterFlush);
                    return;
                }
            }
        } finally {
            resuming = false;
        }
    }

    @Override
    protected void onConnectionError(ChannelHandlerContext ctx, boolean outbound,
            Throwable cause, @Nullable Http2Exception broken) {
        super.onConnectionError(ctx, outbound, cause, broken);
        if (broken != null && !outbound) {
            user.onBroken(String.valueOf(broken.getMessage()));
        } else if (!outbound) {
            ctx.fireExceptionCaught(cause);
        }
    }

    /// With our own fields: Netty's encoder has a table that the peer has been told not to keep.
    @Override
    protected void handleServerHeaderDecodeSizeError(
            ChannelHandlerContext ctx, Http2Stream stream) {
        new FrameStream(this, stream).head(
                new AnswerHead(431, "", 0, new byte[0]), true);
    }
}
