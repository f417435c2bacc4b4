package io.freshet.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// First handler of a new connection: builds the pipeline on the connection's own loop.
///
/// Threading: confined to the connection's loop.
final class TcpOpening extends ChannelInboundHandlerAdapter {
    private final TcpConnection connection;
    private final TcpAcceptor acceptor;

    TcpOpening(TcpConnection connection, TcpAcceptor acceptor) {
        this.connection = connection;
        this.acceptor = acceptor;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        connection.registered();
        acceptor.connect(ctx, connection);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.faulted(cause);
    }
}
