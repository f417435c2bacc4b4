package io.freshet.net.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// Hands what the peer sends to who serves it.
///
/// Threading: confined to the connection's loop.
final class FrameEvents extends Http2ConnectionAdapter implements Http2FrameListener {
    private final FrameCodec codec;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final LinkUser user;

    FrameEvents(FrameCodec codec, Http2Connection connection, LinkUser user) {
        this.codec = codec;
        this.connection = connection;
        this.key = connection.newKey();
        this.user = user;
    }

    private @Nullable FrameStream stream(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers,
            int dependency, short weight, boolean exclusive, int padding, boolean isLast) {
        onHeadersRead(ctx, id, headers, padding, isLast);
    }

    /// The second one of a stream is what follows its body, and tells nothing but the end.
    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean isLast) {
        Http2Stream raw = connection.stream(id);
        if (raw == null) {
            return;
        }
        FrameStream stream = stream(raw);
        if (stream == null) {
            stream = new FrameStream(codec, raw);
            stream.servedBy(user.onBegun(stream, headers));
            raw.setProperty(key, stream);
        }
        if (isLast) {
            stream.user().onEnd();
        }
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx, int id, ByteBuf bytes, int padding, boolean isLast) {
        int count = bytes.readableBytes() + padding;
        FrameStream stream = stream(connection.stream(id));
        if (stream != null) {
            stream.user().onBody(bytes);
            if (isLast) {
                stream.user().onEnd();
            }
        }
        return count;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
        FrameStream stream = stream(connection.stream(id));
        if (stream != null) {
            stream.user().onReset();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream raw) {
        FrameStream stream = stream(raw);
        if (stream != null) {
            stream.closed();
        }
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight,
            boolean exclusive) {
        user.onControlFrame();
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        user.onControlFrame();
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        user.onControlFrame();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long payload) {
        user.onControlFrame();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long payload) {
        user.onControlFrame();
    }

    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int id, int promised,
            Http2Headers headers, int padding) {
        user.onControlFrame();
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf words) {
        user.onControlFrame();
    }

    /// The codec has used it.
    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int bytes) {}

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags,
            ByteBuf payload) {
        user.onControlFrame();
    }
}
