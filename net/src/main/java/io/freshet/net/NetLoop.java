package io.freshet.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// One event loop: a thread that owns connections, and whatever else is given to it.
///
/// Nothing that runs on it may block. A task that throws is logged by Netty and lost.
///
/// Threading: any thread may call every method.
public final class NetLoop {
    /// Often enough to see each pause of 40 ms, seldom enough to cost an idle node nothing.
    private static final long BEAT_NS = 20_000_000L;

    private final int index;
    private final EventLoop events;
    private final ByteBufAllocator allocator;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongSupplier clock;
    private final LoopLoad load;
    private volatile long threadId;
    private long beatDueNs;
    private boolean watched;
    /// A few: one for each interval that an app asks for.
    private final List<ReadPace<TcpConnection>> paces = new ArrayList<>();

    NetLoop(int index, EventLoop events, ByteBufAllocator allocator, LoopOptions options) {
        this.index = index;
        this.events = events;
        this.allocator = allocator;
        this.clock = options.clock();
        LoadListener listener = options.listener();
        this.load = new LoopLoad(options.limits(), this::connections,
                before -> listener.changed(this, before));
    }

    /// Goes by these limits from now on, and starts to watch how late it is if they need that.
    void limits(LoadLimits limits) {
        events.execute(() -> {
            load.limits(limits);
            if (watched || limits.isOff()) {
                return;
            }
            watched = true;
            threadId = Thread.currentThread().threadId();
            beatDueNs = nowNs() + BEAT_NS;
            var _ = events.scheduleWithFixedDelay(this::beat, BEAT_NS, BEAT_NS,
                    TimeUnit.NANOSECONDS);
        });
    }

    private void beat() {
        long nowNs = nowNs();
        load.late(beatDueNs, nowNs);
        beatDueNs = nowNs + BEAT_NS;
    }

    /// How late it is.
    public LoopLoad load() {
        return load;
    }

    /// Of the thread that it is, for those who ask the machine about it; 0 before it runs.
    public long threadId() {
        return threadId;
    }

    /// Position among its [Loops], from 0.
    public int index() {
        return index;
    }

    /// Whether the caller runs on this loop.
    public boolean inLoop() {
        return events.inEventLoop();
    }

    /// Runs a task on the loop, after those given before it, never within this call.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException after the loops were closed
    public void execute(Runnable task) {
        events.execute(task);
    }

    /// Runs a task on the loop after it has served its sockets once more.
    ///
    /// [#execute] is not enough to let others go first: a loop runs its tasks, and the tasks that
    /// these give it, until there are none left. Call it on the loop.
    public void executeAfterIo(Runnable task) {
        if (events instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(() -> events.execute(task));
        } else {
            events.execute(task);
        }
    }

    /// Runs a task once, at the earliest after `delayNs`.
    public NetTimer schedule(Runnable task, long delayNs) {
        return new NetTimer(events.schedule(task, delayNs, TimeUnit.NANOSECONDS));
    }

    /// Monotonic time in nanoseconds; only differences mean something.
    public long nowNs() {
        return clock.getAsLong();
    }

    /// Milliseconds since 1970, for dates that people read; it may jump.
    public long wallMs() {
        return System.currentTimeMillis();
    }

    /// Pooled direct buffers; those taken and released on this loop come from its own cache.
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /// Connections that this loop owns now, of all servers together.
    public int connections() {
        return connections.get();
    }

    /// On the loop only.
    ReadPace<TcpConnection> pace(long restNs) {
        for (ReadPace<TcpConnection> pace : paces) {
            if (pace.restNs() == restNs) {
                return pace;
            }
        }
        ReadPace<TcpConnection> made = new ReadPace<>(restNs, new ReadPace.Clockwork() {
            @Override
            public long nowNs() {
                return NetLoop.this.nowNs();
            }

            @Override
            public void schedule(Runnable task, long delayNs) {
                var _ = NetLoop.this.schedule(task, delayNs);
            }
        }, TcpConnection::readAgain);
        paces.add(made);
        return made;
    }

    EventLoop events() {
        return events;
    }

    void gained() {
        connections.incrementAndGet();
    }

    void lost() {
        connections.decrementAndGet();
    }

    @Override
    public String toString() {
        return "loop-" + index;
    }
}
