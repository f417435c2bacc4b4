package io.freshet.gateway.wire;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's connection that keeps what it is sent, and takes as much as the test allows.
///
/// Threading: confined to its loop.
final class RecordingOutlet implements Outlet {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    /// The shared buffers that slices came from, to see that they are let go of.
    final List<ByteBuf> roots = new ArrayList<>();
    final CountDownLatch gone = new CountDownLatch(1);
    long takesMax = Long.MAX_VALUE;
    long behindNs;
    int flushes;
    Runnable onFlush = () -> { };
    @Nullable Closed closed;
    private final NetLoop loop;
    private final List<Consumer<Closed>> calls = new ArrayList<>();
    private @Nullable Runnable writable;

    RecordingOutlet(NetLoop loop) {
        this.loop = loop;
    }

    @Override
    public NetLoop loop() {
        return loop;
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public boolean isOpen() {
        return closed == null;
    }

    @Override
    public boolean isWritable() {
        return closed == null && bytes.size() < takesMax;
    }

    @Override
    public void write(ByteBuf buffer) {
        byte[] copy = new byte[buffer.readableBytes()];
        buffer.readBytes(copy);
        bytes.writeBytes(copy);
        ByteBuf root = buffer.unwrap();
        roots.add(root == null ? buffer : root);
        buffer.release();
    }

    @Override
    public void flush() {
        flushes++;
        onFlush.run();
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public long behindNs(long nowNs) {
        return behindNs;
    }

    @Override
    public void onWritable(Runnable call) {
        writable = call;
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
        calls.add(call);
    }

    @Override
    public void close(CloseCause cause, String detail) {
        if (closed == null) {
            Closed how = new Closed(cause, detail);
            closed = how;
            calls.forEach(call -> call.accept(how));
            gone.countDown();
        }
    }

    /// Takes everything again.
    void takeAll() {
        takesMax = Long.MAX_VALUE;
        Runnable call = writable;
        if (call != null) {
            call.run();
        }
    }
}
