package io.freshet.net;

import io.freshet.net.balancer.BadProxyHeader;
import io.freshet.net.balancer.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes new sockets from the kernel, refuses those beyond the limits, and gives each to a loop.
///
/// Threading: confined to the loop of the listening socket; `connect` runs on the connection's,
/// `change` anywhere.
@ChannelHandler.Sharable
final class TcpAcceptor extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(TcpAcceptor.class.getName());
    /// Long enough for others to give back descriptors, short enough for new viewers to wait.
    private static final long PAUSE_MS = 200;

    private final Loops loops;
    private final List<TcpShare> shares;
    private final TcpTally tally;
    private volatile TcpOptions options;
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
        TcpOptions now = options;
        boolean balanced = child.remoteAddress() instanceof InetSocketAddress from
                && now.balancers().contains(from.getAddress());
        if (!(child.remoteAddress() instanceof InetSocketAddress remote)
                || !(balanced ? tally.admitUnknown() : tally.admit(remote.getAddress()))) {
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
            child.pipeline().addLast(balanced
                    ? new Balanced(connection, now.handshakeTimeout())
                    : new TcpOpening(connection, this));
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
        var _ = build(ctx, connection);
        ctx.pipeline().remove(ctx.handler());
    }

    private TcpBridge build(ChannelHandlerContext ctx, TcpConnection connection) {
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
        return bridge;
    }

    /// A load balancer has said whose the connection is; on its loop.
    private void identified(ChannelHandlerContext ctx, TcpConnection connection,
            InetSocketAddress whose) {
        if (tally.identify(whose.getAddress())) {
            connection.standsFor(whose);
            TcpBridge bridge = build(ctx, connection);
            if (!connection.secure()) {
                bridge.open();
            }
            // What has come behind the header goes on from here.
            ctx.pipeline().remove(ctx.handler());
        } else {
            // The place has been given back.
            tally.replace();
            connection.close(CloseCause.PROTOCOL, "as many connections as one address may have");
        }
    }

    /// Others for newcomers, on the same TLS.
    void change(TcpOptions next) {
        options = new TcpOptions(next.limits(), next.tuning(), options.tls(),
                next.handshakeTimeout(), next.balancers());
    }

    /// Out of descriptors: pause, or the loop would spin on a socket that it cannot take.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, () -> "accept failed reason=" + cause.getMessage());
        ctx.channel().config().setAutoRead(false);
        var _ = ctx.executor().schedule(
                () -> ctx.channel().config().setAutoRead(true), PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /// First handler of a connection from a load balancer: reads whose it is, and builds the
    /// pipeline then.
    ///
    /// Threading: confined to the connection's loop.
    private final class Balanced extends ByteToMessageDecoder {

        private final TcpConnection connection;
        private final Duration patience;
        private @Nullable ScheduledFuture<?> late;

        Balanced(TcpConnection connection, Duration patience) {
            this.connection = connection;
            this.patience = patience;
        }

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            connection.registered();
            late = ctx.executor().schedule(() -> connection.close(CloseCause.TIMEOUT,
                    "no PROXY header"), patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            try {
                Optional<ProxyHeader> header = ProxyHeader.read(in.nioBuffer());
                if (header.isPresent()) {
                    in.skipBytes(header.get().length());
                    stop();
                    // A connection of nobody's is not one of this machine's own, wherever it comes
                    // from.
                    identified(ctx, connection, header.get().source()
                            .orElseGet(Balanced::nobody));
                }
            } catch (BadProxyHeader bad) {
                in.skipBytes(in.readableBytes());
                stop();
                connection.close(CloseCause.PROTOCOL, "proxy: " + bad.getMessage());
            }
        }

        private static InetSocketAddress nobody() {
            try {
                return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private void stop() {
            if (late != null) {
                late.cancel(false);
                late = null;
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            stop();
            connection.ended();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            connection.failed(cause);
        }
    }
}
