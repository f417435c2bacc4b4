package io.freshet.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Connects to others, each connection on a loop of the caller's choice.
///
/// Threading: any thread; handlers are called on their connection's loop.
public final class TcpClient {

    private final Loops loops;
    private final TcpTally tally;
    private final List<TcpShare> shares;
    private final TcpOptions options;

    /// @param options `handshakeTimeout` bounds the connecting and then TLS, each
    public TcpClient(Loops loops, TcpOptions options) {
        this.loops = loops;
        this.options = options;
        this.tally = new TcpTally(options.limits());
        this.shares = loops.all().stream().map(loop -> new TcpShare(loop, tally)).toList();
    }

    /// Connects; then `opened` makes what is done with it, or `failed` is told why not, on `loop`.
    ///
    /// @param to     host and port; the host is what a certificate must be for
    /// @param failed at most once, and not when `opened` was called
    public void connect(NetLoop loop, InetSocketAddress to, TcpAccept opened,
            Consumer<String> failed) {
        if (!tally.admit(to.getAddress())) {
            loop.execute(() -> failed.accept("as many connections as there may be"));
            return;
        }
        loop.gained();
        Channel channel = loops.transport().connector();
        TcpConnection connection = new TcpConnection(channel, shares.get(loop.index()), to,
                loops.transport(), options.tls().isPresent());
        Outcome outcome = new Outcome(opened, failed);
        SocketOptions.apply(channel, loops.transport(), options.tuning());
        channel.config().setConnectTimeoutMillis((int) options.handshakeTimeout().toMillis());
        channel.config().setAllocator(loop.allocator());
        channel.pipeline().addLast(new Beginning(connection, outcome, to));
        loop.events().register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.connect(to).addListener(connected -> {
                    if (!connected.isSuccess()) {
                        outcome.fails("cannot connect: " + connected.cause().getMessage());
                    }
                });
            } else {
                channel.unsafe().closeForcibly();
                loop.lost();
                tally.closed(CloseCause.PEER, to.getAddress());
                outcome.fails("the server stops");
            }
        });
    }

    /// What happened so far.
    public TcpCounts counts() {
        long in = shares.stream().mapToLong(share -> share.transferred().in()).sum();
        long out = shares.stream().mapToLong(share -> share.transferred().out()).sum();
        return tally.counts(new TcpCounts.Transferred(in, out));
    }

    /// Says once what became of it.
    ///
    /// Threading: confined to the connection's loop.
    private static final class Outcome implements TcpAccept {

        private final TcpAccept opened;
        private final Consumer<String> failed;
        private boolean told;

        Outcome(TcpAccept opened, Consumer<String> failed) {
            this.opened = opened;
            this.failed = failed;
        }

        @Override
        public TcpHandler accepted(TcpConnection connection) {
            told = true;
            return opened.accepted(connection);
        }

        void fails(String reason) {
            if (!told) {
                told = true;
                failed.accept(reason);
            }
        }
    }

    /// First handler: builds the pipeline on the connection's own loop.
    private final class Beginning extends ChannelInboundHandlerAdapter {

        private final TcpConnection connection;
        private final Outcome outcome;
        private final InetSocketAddress to;

        Beginning(TcpConnection connection, Outcome outcome, InetSocketAddress to) {
            this.connection = connection;
            this.outcome = outcome;
            this.to = to;
        }

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            connection.registered();
            connection.onClosed(closed -> outcome.fails(closed.toString()));
            options.tls().ifPresent(context -> {
                SslContext tls = context.get();
                SslHandler handler =
                        tls.newHandler(ctx.alloc(), to.getHostString(), to.getPort());
                handler.setHandshakeTimeout(options.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
                ctx.pipeline().addLast(handler);
            });
            ctx.pipeline().addLast(new TcpBridge(connection, outcome));
            ctx.pipeline().remove(this);
        }
    }
}
