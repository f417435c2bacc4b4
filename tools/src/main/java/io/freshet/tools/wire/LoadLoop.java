package io.freshet.tools.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread that owns connections and timers, with one read buffer that all of them share.
///
/// Threading: [#execute], [#failure] and [#close] from any thread; the rest on the loop.
public final class LoadLoop implements AutoCloseable {

    /// As much as a socket's default receive buffer holds, so that one read takes all there is.
    private static final int BUFFER_BYTES = 256 << 10;
    /// A record of TLS is 16 KiB and some.
    private static final int PLAIN_BYTES = 32 << 10;
    private static final long LONGEST_WAIT_MS = 100;

    private record Due(long atNs, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer plain = ByteBuffer.allocate(PLAIN_BYTES);
    private final ByteBuffer record = ByteBuffer.allocate(PLAIN_BYTES);
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final Map<Duration, Rounds> rounds = new HashMap<>();
    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Thread thread;
    // Kept, so that a turn does not make one.
    private final Consumer<SelectionKey> ready = this::ready;
    private long order;
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;

    private LoadLoop(Selector selector, String name) {
        this.selector = selector;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /// Starts one.
    public static LoadLoop start(String name) throws IOException {
        LoadLoop loop = new LoadLoop(Selector.open(), name);
        loop.thread.start();
        return loop;
    }

    /// Runs a task on the loop, soon.
    public void execute(Runnable task) {
        given.add(task);
        selector.wakeup();
    }

    /// Runs a task at that time of `System.nanoTime`, or as soon after it as can be.
    public void schedule(Runnable task, long atNs) {
        due.add(new Due(atNs, order++, task));
    }

    /// Begins to connect; the conversation hears how it went.
    public Connection connect(Target target, Conversation conversation) {
        Connection connection = new Connection(this, target, conversation);
        connections.add(connection);
        connection.connect(selector, target.address());
        return connection;
    }

    /// Our own fault, if one has ended the loop.
    public @Nullable RuntimeException failure() {
        return failure;
    }

    /// Ends the thread and its connections, and waits for that.
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Where those are read that are read so often, and no oftener.
    Rounds rounds(Duration every) {
        return rounds.computeIfAbsent(every, each -> new Rounds(this, each));
    }

    /// To read into.
    ByteBuffer buffer() {
        return buffer;
    }

    /// For what TLS makes of that.
    ByteBuffer plain() {
        return plain;
    }

    /// Room for a record of TLS on its way out.
    ByteBuffer record() {
        return record;
    }

    void forget(Connection connection) {
        connections.remove(connection);
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                long waitMs = runDue();
                if (waitMs == 0 || !given.isEmpty()) {
                    selector.selectNow(ready);
                } else {
                    selector.select(ready, waitMs);
                }
            }
            List.copyOf(connections).forEach(each -> each.close("stopped"));
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready(buffer, plain);
        }
    }

    /// Runs what is due, and says how long nothing will be, ms.
    private long runDue() {
        for (Runnable task = given.poll(); task != null; task = given.poll()) {
            task.run();
        }
        List<Due> now = new ArrayList<>(0);
        long nowNs = System.nanoTime();
        for (Due first = due.peek(); first != null && first.atNs - nowNs <= 0; first = due.peek()) {
            now.add(due.remove());
        }
        now.forEach(each -> each.task.run());
        Due next = due.peek();
        if (next == null) {
            return LONGEST_WAIT_MS;
        }
        long waitNs = next.atNs - System.nanoTime();
        return waitNs <= 0 ? 0 : Math.min(LONGEST_WAIT_MS, waitNs / 1_000_000 + 1);
    }
}
