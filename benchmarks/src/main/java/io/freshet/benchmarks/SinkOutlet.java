package io.freshet.benchmarks;

import io.freshet.net.CloseCause;
import io.freshet.net.Closed;
import io.freshet.net.NetLoop;
import io.freshet.net.Outlet;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// A viewer's connection that takes everything at once and does nothing with it.
///
/// Threading: confined to its loop.
final class SinkOutlet implements Outlet {

    long flushes;
    private final NetLoop loop;

    SinkOutlet(NetLoop loop) {
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
        return true;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public long behindNs(long nowNs) {
        return 0;
    }

    @Override
    public void onWritable(Runnable call) {
    }

    @Override
    public void onClosed(Consumer<Closed> call) {
    }

    @Override
    public void close(CloseCause cause, String detail) {
    }
}
