package io.freshet.gateway.wire;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's connection that counts its flushes and makes no object of its own: around another
/// one, or around nothing, where everything is taken at once.
///
/// Threading: confined to its loop; the count may be read by anyone.
final class CountedOutlet implements Outlet {

    private final NetLoop loop;
    private final @Nullable Outlet inner;
    private final AtomicLong flushes;

    CountedOutlet(NetLoop loop, @Nullable Outlet inner, AtomicLong flushes) {
        this.loop = loop;
        this.inner = inner;
        this.flushes = flushes;
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
        return inner == null || inner.isOpen();
    }

    @Override
    public boolean isWritable() {
        return inner == null || inner.isWritable();
    }

    @Override
    public void write(ByteBuf buffer) {
        if (inner == null) {
            buffer.release();
        } else {
            inner.write(buffer);
        }
    }

    @Override
    public void flush() {
        if (inner != null) {
            inner.flush();
        }
        flushes.lazySet(flushes.get() + 1);
    }

    @Override
    public long unsentBytes() {
        return inner == null ? 0 : inner.unsentBytes();
    }

    @Override
    public long behindNs(long nowNs) {
        return inner == null ? 0 : inner.behindNs(nowNs);
    }

    @Override
    public void onWritable(Runnable call) {
        if (inner != null) {
            inner.onWritable(call);
        }
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
        if (inner != null) {
            inner.onClosed(call);
        }
    }

    @Override
    public void close(CloseCause cause, String detail) {
        if (inner != null) {
            inner.close(cause, detail);
        }
    }
}
