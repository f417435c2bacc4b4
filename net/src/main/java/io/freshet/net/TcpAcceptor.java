package io.freshet.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Takes new sockets from the kernel, refuses those beyond the limits, and gives each to a loop.
///
/// Threading: confined to the loop of the listening socket; `connect` runs on the connection's.
final class TcpAcceptor extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(TcpAcceptor.class.getName());
    /// Long enough for others to give back descriptors, short enough for new viewers to wait.
    private static final long PAUSE_MS = 200;

    private final Loops loops;
    private final List<TcpShare> shares;
    private final TcpTally tally;
    private final TcpOptions options;
    private final TcpAccept accept;

    TcpAcceptor(
            Loops loops, List<TcpShare> shares, TcpTally tally, TcpOptions options,
            TcpAccept accept) {
        this.loops = loops;
        this.shares = shares;
        this.tally = tally;
        this.options = options;
        this.accept = accept;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel child = (Channel) accepted;
        if (!(child.remoteAddress() instanceof InetSocketAddress remote)
                || !tally.admit(remote.getAddress())) {
            // Gone already, or one too many.
            child.unsafe().closeForcibly();
            return;
        }
        NetLoop loop = loops.leastLoaded();
        loop.gained();
        TcpShare share = shares.get(loop.index());
        TcpConnection connection = new TcpConnection(child, share, remote, loops.transport(),
                options.tls().isPresent());
        try {
            SocketOptions.apply(child, loops.transport(), options.tuning());
            child.pipeline().addLast(new TcpOpening(connection, this));
            loop.events().register(child).addListener(done -> {
                if (!done.isSuccess()) {
                    lost(child, loop, remote);
                }
            });
        } catch (RuntimeException failed) {
            lost(child, loop, remote);
        }
    }

    private void lost(Channel child, NetLoop loop, InetSocketAddress remote) {
        child.unsafe().closeForcibly();
        loop.lost();
        tally.closed(CloseCause.PEER, remote.getAddress());
    }

    /// Puts what the connection needs into its pipeline; runs on its loop when it is registered.
    void connect(ChannelHandlerContext ctx, TcpConnection connection) {
        TcpBridge bridge = new TcpBridge(connection, accept);
        options.tls().ifPresent(context -> {
            SslContext tls = context.get();
            SslHandler handler = tls.newHandler(ctx.alloc());
            handler.setHandshakeTimeout(options.handshakeTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
            handler.setCloseNotifyFlushTimeoutMillis(1_000);
            ctx.pipeline().addLast(handler);
        });
        ctx.pipeline().addLast(bridge);
        ctx.pipeline().remove(ctx.handler());
    }

    /// Out of descriptors: pause, or the loop would spin on a socket that it cannot take.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, () -> "accept failed reason=" + cause.getMessage());
        ctx.channel().config().setAutoRead(false);
        var _ = ctx.executor().schedule(
                () -> ctx.channel().config().setAutoRead(true), PAUSE_MS, TimeUnit.MILLISECONDS);
    }
}
