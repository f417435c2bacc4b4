package io.freshet.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One accepted TCP connection, with or without TLS.
///
/// In plain TCP a write goes straight into the channel's queue: there is no outbound handler
/// and no promise for each buffer.
///
/// Threading: confined to its loop, except `close` and the plain facts.
public final class TcpConnection implements Outlet {
    private static final System.Logger LOG = System.getLogger(TcpConnection.class.getName());

    private final Channel channel;
    private final TcpShare share;
    private volatile InetSocketAddress remote;
    private final Transport transport;
    private final boolean secure;
    private final AtomicReference<@Nullable Closed> closing = new AtomicReference<>();
    /// Whether `closing` is set: asked at each read, and it lies where the rest does.
    private volatile boolean isClosing;
    private final List<Consumer<Closed>> closedCalls = new ArrayList<>(2);
    private @Nullable TcpHandler handler;
    private @Nullable Runnable writableCall;
    private boolean ended;
    private boolean marked;
    private long markedNs;
    private long written;
    private @Nullable ReadPace<TcpConnection> pace;

    TcpConnection(
            Channel channel, TcpShare share, InetSocketAddress remote, Transport transport,
            boolean secure) {
        this.channel = channel;
        this.share = share;
        this.remote = remote;
        this.transport = transport;
        this.secure = secure;
    }

    @Override
    public NetLoop loop() {
        return share.loop();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /// Our end.
    public InetSocketAddress local() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Whether it speaks TLS.
    public boolean secure() {
        return secure;
    }

    /// What ALPN agreed on (`h2`, `http/1.1`), or an empty string.
    public String applicationProtocol() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        String agreed = tls == null ? null : tls.applicationProtocol();
        return agreed == null ? "" : agreed;
    }

    /// Netty's channel, for the packages below `io.freshet.net` alone.
    public Channel channel() {
        return channel;
    }

    @Override
    public boolean isOpen() {
        return !isClosing && channel.isActive();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable() && !isClosing;
    }

    @Override
    public void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        written += size;
        share.sent(size);
        if (secure) {
            var _ = channel.write(bytes, channel.voidPromise());
        } else {
            channel.unsafe().write(bytes, channel.unsafe().voidPromise());
        }
    }

    @Override
    public void flush() {
        if (secure) {
            channel.flush();
        } else {
            channel.unsafe().flush();
        }
    }

    @Override
    public long unsentBytes() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /// All bytes that were handed to `write`.
    public long bytesWritten() {
        return written;
    }

    @Override
    public long behindNs(long nowNs) {
        if (!marked && unsentBytes() > 0) {
            // An empty buffer behind all others, below TLS: when it is gone, so are they.
            marked = true;
            markedNs = nowNs;
            ChannelPromise mark = channel.newPromise();
            mark.addListener(_ -> marked = false);
            channel.unsafe().write(Unpooled.EMPTY_BUFFER, mark);
            channel.unsafe().flush();
        }
        return marked ? nowNs - markedNs : 0;
    }

    @Override
    public void onWritable(Runnable call) {
        writableCall = call;
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
        Closed already = closing.get();
        if (ended && already != null) {
            loop().execute(() -> call.accept(already));
        } else {
            closedCalls.add(call);
        }
    }

    /// Takes no more bytes from the peer until `resumeReading`; its window fills up.
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    /// Undoes `pauseReading`.
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /// From the next read on it rests for so long after each, so that one read takes what several
    /// would have; what comes meanwhile waits in the kernel. Not to be undone, nor used together
    /// with `pauseReading`.
    public void restAfterReads(Duration rest) {
        pace = loop().pace(rest.toNanos());
        channel.config().setAutoRead(false);
        channel.read();
    }

    void readDone() {
        ReadPace<TcpConnection> keeps = pace;
        if (keeps != null) {
            keeps.rest(this);
        }
    }

    void readAgain() {
        if (isOpen()) {
            channel.read();
        }
    }

    /// The peer is far, and packets are lost on the way that is not full: BBR, where the kernel has
    /// it and the transport can ask for it.
    public void expectLoss() {
        SocketOptions.bbr(channel, transport);
    }

    /// Bounds what the kernel keeps and has not sent; with NIO by the size of the send buffer.
    public void notSentBytesMax(int bytes) {
        SocketOptions.notSentMax(channel, transport, bytes);
    }

    /// Sets SO_SNDBUF, which ends the kernel's own growing of it.
    public void sendBufferBytes(int bytes) {
        SocketOptions.sendBuffer(channel, bytes);
    }

    /// Ends the connection when sent bytes stay unacknowledged for so long; nothing with NIO.
    public void userTimeout(Duration timeout) {
        SocketOptions.userTimeout(channel, transport, timeout);
    }

    /// Moves the marks of `isWritable`.
    public void unsentBytesMarks(int low, int high) {
        SocketOptions.waterMarks(channel, low, high);
    }

    @Override
    public void close(CloseCause cause, String detail) {
        if (begins(new Closed(cause, detail))) {
            if (loop().inLoop()) {
                closeNow(cause);
            } else {
                loop().execute(() -> closeNow(cause));
            }
        }
    }

    /// Flushes, and closes when the kernel has everything and the peer has closed its side too.
    ///
    /// Both are bounded by `patience`. It is no longer open for anybody else from here on; what
    /// the peer still sends is thrown away, since closing on it would destroy our last bytes.
    public void closeWhenSent(CloseCause cause, String detail, Duration patience) {
        if (begins(new Closed(cause, detail))) {
            NetTimer late = loop().schedule(() -> closeNow(CloseCause.TIMEOUT), patience.toNanos());
            closedCalls.add(_ -> late.cancel());
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> halfClose());
        }
    }

    private boolean begins(Closed reason) {
        boolean first = closing.compareAndSet(null, reason);
        isClosing = true;
        return first;
    }

    private void halfClose() {
        channel.config().setAutoRead(true);
        if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
            var _ = channel.close();
            return;
        }
        ChannelPromise goodbye = channel.newPromise();
        goodbye.addListener(_ -> {
            var _ = duplex.shutdownOutput();
        });
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            goodbye.setSuccess();
        } else {
            var _ = tls.closeOutbound(goodbye);
        }
    }

    private void closeNow(CloseCause cause) {
        if (cause.aborts() && channel.isActive()) {
            // A reset instead of minutes with a full send buffer that nobody reads.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.unsafe().voidPromise());
        } else {
            var _ = channel.close();
        }
    }

    void registered() {
        share.add(this);
        channel.closeFuture().addListener(_ -> ended());
    }

    /// A load balancer has said whose it is; before anybody has asked.
    void standsFor(InetSocketAddress other) {
        remote = other;
    }

    void opened(TcpHandler made) {
        handler = made;
    }

    void received(int bytes) {
        share.received(bytes);
    }

    /// Counts bytes that left by another way than `write`: HTTP/2 has its own.
    public void sentBeside(int bytes) {
        share.sent(bytes);
    }

    void draining() {
        TcpHandler to = handler;
        if (to != null && isOpen()) {
            to.onDraining();
        }
    }

    void writableAgain() {
        TcpHandler to = handler;
        if (to != null && isOpen()) {
            to.onWritable();
        }
        Runnable call = writableCall;
        if (call != null && isOpen()) {
            call.run();
        }
    }

    /// Sorts what Netty reports: the network's fault, the peer's, or ours.
    void failed(Throwable cause) {
        switch (cause) {
            case SSLException broken -> close(CloseCause.PROTOCOL, "tls: " + broken.getMessage());
            case DecoderException broken ->
                    close(CloseCause.PROTOCOL, "tls: " + broken.getMessage());
            case IOException gone -> close(CloseCause.PEER, NetworkFailure.of(gone).words());
            default -> faulted(cause);
        }
    }

    void faulted(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, () -> "connection fault remote=" + remote, cause);
        close(CloseCause.FAULT, cause.toString());
    }

    void ended() {
        if (ended) {
            return;
        }
        ended = true;
        var _ = begins(new Closed(CloseCause.PEER, "closed by the peer"));
        Closed closed = closing.get();
        if (closed == null) {
            return;
        }
        share.remove(this, closed.cause());
        TcpHandler to = handler;
        if (to != null) {
            guarded(() -> to.onClosed(closed));
        }
        List<Consumer<Closed>> calls = List.copyOf(closedCalls);
        closedCalls.clear();
        writableCall = null;
        calls.forEach(call -> guarded(() -> call.accept(closed)));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, () -> "closing fault remote=" + remote, fault);
        }
    }

    @Override
    public String toString() {
        return remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
