package io.freshet.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The way out to one viewer, the same for RTMP, HTTP/1.1, HTTP/2 and WebSocket.
///
/// Bytes are *unsent* from `write` until the kernel (or the peer's HTTP/2 window) has taken them.
/// To send one buffer to many, write `shared.retainedDuplicate()` to each: pooled buffers recycle
/// the duplicates.
///
/// Threading: confined to [#loop]; only `close` and the plain facts may come from elsewhere.
public interface Outlet {
    /// The loop that owns this outlet, for ever.
    NetLoop loop();

    /// The other end.
    InetSocketAddress remote();

    /// False as soon as the connection is closed or closing.
    boolean isOpen();

    /// Whether the unsent bytes are below the high-water mark; after it was reached, below the low
    /// one.
    boolean isWritable();

    /// Hands over one reference of `bytes`, also when the outlet is closed; sent at the next flush.
    void write(ByteBuf bytes);

    /// Lets everything written go.
    void flush();

    /// Bytes written and not taken yet, with a small constant per buffer.
    long unsentBytes();

    /// For how long, at least, the oldest unsent byte has been waiting; 0 when nothing waits.
    ///
    /// It is sampled: the first call that finds bytes waiting begins to count, so ask regularly.
    long behindNs(long nowNs);

    /// Sets what is called, on the loop, when `isWritable` becomes true again; replaces the last
    /// one.
    void onWritable(Runnable call);

    /// Adds a call, on the loop, for the end; at most once; soon, if the outlet is closed already.
    void onClosed(Consumer<Closed> call);

    /// Ends it at once; for SLOW, TIMEOUT and FAULT what the peer has not read is thrown away.
    ///
    /// Only the first call counts. Any thread.
    void close(CloseCause cause, String detail);
}
