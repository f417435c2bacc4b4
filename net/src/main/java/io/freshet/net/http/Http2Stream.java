package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way out of one HTTP/2 stream; writable as its window and its share of unsent bytes allow.
///
/// Threading: confined to the connection's loop, except `close` and the plain facts.
final class Http2Stream implements HttpStream {
    private final TcpConnection connection;
    private final Channel channel;
    private final AtomicReference<@Nullable Closed> closing = new AtomicReference<>();
    private final List<Consumer<Closed>> closedCalls = new ArrayList<>(1);
    private @Nullable Runnable writableCall;
    private boolean inactive;
    private long written;
    private long markedBytes;
    private long markedNs;

    Http2Stream(TcpConnection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    @Override
    public Framing framing() {
        return Framing.RAW;
    }

    @Override
    public NetLoop loop() {
        return connection.loop();
    }

    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public boolean isOpen() {
        return closing.get() == null && channel.isActive();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable() && closing.get() == null;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (!isOpen()) {
            bytes.release();
            return;
        }
        int size = bytes.readableBytes();
        written += size;
        connection.sentBeside(size);
        var _ = channel.write(new DefaultHttp2DataFrame(bytes));
    }

    @Override
    public void flush() {
        channel.flush();
    }

    /// Netty tells only the distance to its two marks.
    @Override
    public long unsentBytes() {
        int low = channel.config().getWriteBufferLowWaterMark();
        int high = channel.config().getWriteBufferHighWaterMark();
        if (!channel.isActive()) {
            return 0;
        }
        return channel.isWritable()
                ? Math.max(0, high - channel.bytesBeforeUnwritable() + 1)
                : low + channel.bytesBeforeWritable();
    }

    long bytesWritten() {
        return written;
    }

    @Override
    public long behindNs(long nowNs) {
        long unsent = unsentBytes();
        if (unsent == 0) {
            markedBytes = 0;
            return 0;
        }
        if (markedBytes == 0 || written - unsent >= markedBytes) {
            markedBytes = written;
            markedNs = nowNs;
        }
        return nowNs - markedNs;
    }

    @Override
    public void onWritable(Runnable call) {
        writableCall = call;
    }

    void writableAgain() {
        Runnable call = writableCall;
        if (call != null && isOpen()) {
            call.run();
        }
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
        Closed already = closing.get();
        if (inactive && already != null) {
            loop().execute(() -> call.accept(already));
        } else {
            closedCalls.add(call);
        }
    }

    @Override
    public void end() {
        if (isOpen()) {
            var _ = channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
            ended();
        }
    }

    /// The last frame has been written.
    void ended() {
        closing.compareAndSet(null, new Closed(CloseCause.DONE, ""));
    }

    @Override
    public void close(CloseCause cause, String detail) {
        if (closing.compareAndSet(null, new Closed(cause, detail))) {
            // Outside of an event of Netty's own, which may still use the stream.
            loop().execute(() -> {
                var _ = channel.close();
            });
        }
    }

    void inactive(Closed otherwise) {
        inactive = true;
        closing.compareAndSet(null, otherwise);
        Closed closed = closing.get();
        List<Consumer<Closed>> calls = List.copyOf(closedCalls);
        closedCalls.clear();
        if (closed != null) {
            calls.forEach(call -> call.accept(closed));
        }
    }
}
