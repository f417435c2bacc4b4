package io.freshet.net.http;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.TcpConnection;
import io.freshet.net.http.h2.FrameStream;
import io.netty.buffer.ByteBuf;
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
    private final FrameStream frames;
    private final AtomicReference<@Nullable Closed> closing = new AtomicReference<>();
    private List<Consumer<Closed>> closedCalls = List.of();
    private @Nullable Runnable writableCall;
    private boolean inactive;
    private long written;
    private long length = Long.MAX_VALUE;
    private long markedBytes;
    private long markedNs;

    Http2Stream(TcpConnection connection, FrameStream frames) {
        this.connection = connection;
        this.frames = frames;
    }

    /// The body has that many bytes: with the last of them the stream ends.
    void length(long bytes) {
        length = bytes;
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
        return closing.get() == null && frames.isOpen();
    }

    @Override
    public boolean isWritable() {
        return closing.get() == null && frames.isWritable();
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
        frames.write(bytes, written >= length);
    }

    @Override
    public void flush() {
        frames.flush();
    }

    /// With all that the connection has not sent, of whichever stream.
    @Override
    public long unsentBytes() {
        return frames.isOpen() ? frames.pendingBytes() + connection.unsentBytes() : 0;
    }

    /// Those that the peer's windows, and the connection before it, have taken.
    long takenBytes() {
        return written - frames.pendingBytes();
    }

    boolean isTaken() {
        return frames.pendingBytes() == 0;
    }

    @Override
    public long behindNs(long nowNs) {
        if (!frames.isOpen()) {
            return 0;
        }
        long connectionNs = connection.behindNs(nowNs);
        if (isTaken()) {
            markedBytes = 0;
            return connectionNs;
        }
        if (markedBytes == 0 || takenBytes() >= markedBytes) {
            markedBytes = written;
            markedNs = nowNs;
        }
        return Math.max(nowNs - markedNs, connectionNs);
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
            if (closedCalls.isEmpty()) {
                closedCalls = new ArrayList<>(1);
            }
            closedCalls.add(call);
        }
    }

    @Override
    public void end() {
        if (isOpen()) {
            frames.end();
            ended();
            frames.flush();
        }
    }

    /// The last frame has been written.
    void ended() {
        closing.compareAndSet(null, new Closed(CloseCause.DONE, ""));
    }

    @Override
    public void close(CloseCause cause, String detail) {
        if (closing.compareAndSet(null, new Closed(cause, detail))) {
            // Outside of an event of the codec's own, which may still use the stream.
            loop().execute(frames::cancel);
        }
    }

    /// The peer has closed it.
    void reset() {
        closing.compareAndSet(null, new Closed(CloseCause.PEER, "reset"));
    }

    void inactive(Closed otherwise) {
        inactive = true;
        closing.compareAndSet(null, otherwise);
        Closed closed = closing.get();
        List<Consumer<Closed>> calls = closedCalls;
        closedCalls = List.of();
        if (closed != null) {
            calls.forEach(call -> call.accept(closed));
        }
    }
}
