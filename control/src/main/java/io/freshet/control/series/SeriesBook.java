package io.freshet.control.series;

import com.sun.management.OperatingSystemMXBean;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.live.StreamReport.State;
import io.freshet.media.StreamKey;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Samples the node every second and its streams every other, and keeps ten minutes of it.
///
/// Threading: a thread of its own samples; reading is for all, `lock` guards the node's samples.
public final class SeriesBook implements AutoCloseable {

    static final int NODE_SAMPLES_MAX = 600;
    /// The streams that were there first; fifteen megabytes when each has its ten minutes.
    private static final int STREAMS_MAX = 1_000;
    private static final long SECOND_MS = 1_000;

    private final Sources sources;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<NodeSample> node = new ArrayDeque<>();
    private final Map<StreamKey, StreamSeries> series = new ConcurrentHashMap<>();
    private final Map<StreamKey, Long> sentBefore = new HashMap<>();
    private final Map<StreamKey, Long> receivedBefore = new HashMap<>();
    private final Thread thread;
    private volatile Map<StreamKey, StreamSample> latest = Map.of();
    private volatile boolean closed;
    private long cpuNs;
    private long cpuAtNs;
    private int seconds;

    private SeriesBook(Sources sources) {
        this.sources = sources;
        this.thread = Thread.ofVirtual().name("series").unstarted(this::run);
    }

    /// Begins.
    public static SeriesBook start(Sources sources) {
        SeriesBook book = new SeriesBook(sources);
        book.thread.start();
        return book;
    }

    private void run() {
        try {
            while (!closed) {
                sample();
                Thread.sleep(SECOND_MS - Math.floorMod(sources.clock().wallMs(), SECOND_MS));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        long nowMs = sources.clock().wallMs();
        List<LiveStream> streams = List.copyOf(sources.streams().all());
        long bytesIn = 0;
        long bytesOut = 0;
        long viewers = 0;
        int live = 0;
        boolean even = seconds++ % StreamSeries.STEP_S == 0;
        Map<StreamKey, StreamSample> now = new HashMap<>();
        for (LiveStream stream : streams) {
            StreamReport report = stream.lastReport();
            long sent = stream.audience().bytesSent();
            long received = report.bytesIn();
            long out = Math.max(0, sent - sentBefore.getOrDefault(stream.key(), sent));
            bytesOut += out;
            bytesIn += Math.max(0, received - receivedBefore.getOrDefault(stream.key(),
                    received));
            sentBefore.put(stream.key(), sent);
            receivedBefore.put(stream.key(), received);
            viewers += stream.audience().watching();
            live += report.state() == State.LIVE ? 1 : 0;
            now.put(stream.key(), sample(stream, report, nowMs, out * 8));
        }
        sentBefore.keySet().retainAll(now.keySet());
        receivedBefore.keySet().retainAll(now.keySet());
        latest = now;
        if (even) {
            keep(now);
        }
        add(new NodeSample(nowMs, live, viewers, bytesIn * 8, bytesOut * 8, cpu(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                sources.loopLagMs().getAsDouble()));
    }

    private StreamSample sample(LiveStream stream, StreamReport report, long nowMs, long out) {
        StreamKey key = stream.key();
        Sources.Ages ages = sources.ages();
        return new StreamSample(key, nowMs, report.state(),
                stream.audience().watching(), report.bitrateBps(), report.framesPerSecond(),
                report.gopMs(), out, ages.latency().applyAsLong(key),
                new StreamSample.Delays(ages.connection().applyAsLong(key),
                        ages.playlist().applyAsLong(key), new StreamSample.ProbedDelays(
                                ages.probedConnection().applyAsLong(key),
                                ages.probedPlaylist().applyAsLong(key))),
                sources.findings().apply(key));
    }

    private void keep(Map<StreamKey, StreamSample> now) {
        series.keySet().retainAll(now.keySet());
        now.forEach((key, sample) -> {
            StreamSeries its = series.get(key);
            if (its == null && series.size() < STREAMS_MAX) {
                its = new StreamSeries();
                series.put(key, its);
            }
            if (its != null) {
                its.add(sample);
            }
        });
    }

    private double cpu() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os)) {
            return 0;
        }
        long nowNs = sources.clock().monotonicNs();
        long used = os.getProcessCpuTime();
        double cores = cpuAtNs == 0 || nowNs == cpuAtNs ? 0
                : (double) (used - cpuNs) / (nowNs - cpuAtNs);
        cpuNs = used;
        cpuAtNs = nowNs;
        return cores;
    }

    private void add(NodeSample sample) {
        lock.lock();
        try {
            node.add(sample);
            if (node.size() > NODE_SAMPLES_MAX) {
                node.poll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The node's samples, the oldest first.
    List<NodeSample> node() {
        lock.lock();
        try {
            return new ArrayList<>(node);
        } finally {
            lock.unlock();
        }
    }

    /// The node as it was last; empty before the first second.
    Optional<NodeSample> lastOfNode() {
        lock.lock();
        try {
            return Optional.ofNullable(node.peekLast());
        } finally {
            lock.unlock();
        }
    }

    /// A stream's samples, the oldest first.
    List<StreamSample> stream(StreamKey key) {
        StreamSeries its = series.get(key);
        return its == null ? List.of() : its.all(key);
    }

    /// All streams as they were last.
    Map<StreamKey, StreamSample> latest() {
        return latest;
    }

    long alerts() {
        return (long) sources.alerts().getAsDouble();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
