package io.freshet.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A listening TCP socket and the connections that came from it.
///
/// Each connection is given to the loop with the fewest and stays there.
///
/// Threading: any thread; `bind` and `close` must not be called on a loop, since they wait for one.
public final class TcpServer implements AutoCloseable {
    /// Connections that the kernel completes before we take them.
    private static final int BACKLOG = 4096;
    private static final int REBIND_TRIES = 50;
    private static final long REBIND_PAUSE_NS = 20_000_000;
    private static final long DRAIN_LOOK_NS = 20_000_000;

    private final Loops loops;
    private final InetSocketAddress address;
    private volatile Channel listener;
    private final TcpTally tally;
    private final List<TcpShare> shares;
    private final TcpAcceptor acceptor;

    private TcpServer(Loops loops, Channel listener, TcpAcceptor acceptor, TcpTally tally,
            List<TcpShare> shares) {
        this.loops = loops;
        this.acceptor = acceptor;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.localAddress();
        this.tally = tally;
        this.shares = shares;
    }

    /// Listens; port 0 takes a free one.
    ///
    /// @throws IOException when the address is in use or not ours
    public static TcpServer bind(
            Loops loops, InetSocketAddress address, TcpOptions options, TcpAccept accept)
            throws IOException {
        TcpTally tally = new TcpTally(options.limits());
        List<TcpShare> shares = loops.all().stream().map(l -> new TcpShare(l, tally)).toList();
        TcpAcceptor acceptor = new TcpAcceptor(loops, shares, tally, options, accept);
        return new TcpServer(loops, listen(loops, address, acceptor), acceptor, tally, shares);
    }

    private static Channel listen(Loops loops, InetSocketAddress address, TcpAcceptor acceptor)
            throws IOException {
        Channel listener = loops.transport().listener();
        listener.config().setOption(ChannelOption.SO_REUSEADDR, true);
        listener.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        listener.config().setOption(ChannelOption.ALLOCATOR, loops.all().getFirst().allocator());
        listener.pipeline().addLast(acceptor);
        await(loops.leastLoaded().events().register(listener), address);
        await(listener.bind(address), address);
        return listener;
    }

    /// Listens anew on the same port, whatever became of the socket; who is connected stays.
    ///
    /// @throws IOException when somebody else has the port by now
    public synchronized void rebind() throws IOException {
        await(listener.close(), address);
        for (int tries = 1;; tries++) {
            try {
                listener = listen(loops, address, acceptor);
                return;
            } catch (IOException taken) {
                // With NIO the old socket goes with the next turn of its selector.
                if (tries == REBIND_TRIES) {
                    throw taken;
                }
                LockSupport.parkNanos(REBIND_PAUSE_NS);
            }
        }
    }

    private static void await(ChannelFuture step, InetSocketAddress address) throws IOException {
        if (!step.awaitUninterruptibly(10, TimeUnit.SECONDS) || !step.isSuccess()) {
            var _ = step.channel().close();
            String reason = step.cause() == null ? "timed out" : step.cause().getMessage();
            throw new IOException("cannot listen on " + address + ": " + reason, step.cause());
        }
    }

    /// Where it listens, with the real port.
    public InetSocketAddress address() {
        return address;
    }

    /// Other limits and socket options for newcomers; TLS, and who is there, stay as they are.
    public void change(TcpOptions next) {
        tally.limits(next.limits());
        acceptor.change(next);
    }

    /// What happened so far.
    public TcpCounts counts() {
        long in = 0;
        long out = 0;
        for (TcpShare share : shares) {
            TcpCounts.Transferred part = share.transferred();
            in += part.in();
            out += part.out();
        }
        return tally.counts(new TcpCounts.Transferred(in, out));
    }

    /// Calls for every connection, each on its own loop; returns before that is done.
    public void forEach(Consumer<TcpConnection> call) {
        for (TcpShare share : shares) {
            share.loop().execute(() -> share.connections().forEach(call));
        }
    }

    /// Takes no new connections, asks those that are there to finish, and closes what is left at
    /// the deadline. Completes when the last one has gone.
    public CompletableFuture<Void> drain(Duration deadline) {
        var _ = listener.close();
        forEach(TcpConnection::draining);
        CompletableFuture<Void> gone = new CompletableFuture<>();
        NetLoop loop = loops.all().getFirst();
        look(loop, loop.nowNs() + deadline.toNanos(), gone);
        return gone;
    }

    private void look(NetLoop loop, long deadlineNs, CompletableFuture<Void> gone) {
        long leftNs = deadlineNs - loop.nowNs();
        if (tally.open() == 0 || leftNs < -TimeUnit.SECONDS.toNanos(5)) {
            gone.complete(null);
            return;
        }
        if (leftNs <= 0) {
            forEach(c -> c.close(CloseCause.SHUTDOWN, "server stops"));
        }
        loop.schedule(() -> look(loop, deadlineNs, gone), DRAIN_LOOK_NS);
    }

    /// Closes the socket and all connections at once.
    @Override
    public void close() {
        drain(Duration.ZERO).orTimeout(6, TimeUnit.SECONDS).exceptionally(_ -> null).join();
    }
}
