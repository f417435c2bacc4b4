package io.freshet.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Last handler of a pipeline: hands Netty's events to the connection and its [TcpHandler].
///
/// Threading: confined to the connection's loop.
final class TcpBridge extends ChannelInboundHandlerAdapter {
    private final TcpConnection connection;
    private final TcpAccept accept;
    private @Nullable TcpHandler handler;

    TcpBridge(TcpConnection connection, TcpAccept accept) {
        this.connection = connection;
        this.accept = accept;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!connection.secure()) {
            open();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            if (shaken.isSuccess()) {
                open();
            } else {
                connection.failed(shaken.cause());
            }
        }
    }

    /// It is connected, and may be used.
    void open() {
        if (connection.isOpen() && handler == null) {
            TcpHandler made = accept.accepted(connection);
            handler = made;
            connection.opened(made);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            TcpHandler to = handler;
            if (to != null && connection.isOpen() && message instanceof ByteBuf bytes) {
                connection.received(bytes.readableBytes());
                to.onBytes(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        TcpHandler to = handler;
        if (to != null && connection.isOpen()) {
            to.onReadComplete();
            connection.readDone();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            connection.writableAgain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.failed(cause);
    }
}
