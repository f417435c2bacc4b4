package io.freshet.gateway.relay;

import com.sun.management.ThreadMXBean;
import io.freshet.live.Input;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishPlacement.Here;
import io.freshet.live.Subscriber;
import io.freshet.live.relay.RelayPuller;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Timestamp;
import io.freshet.testkit.RealClock;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Measures what a relay costs a node, how much later frames are behind each hop, and how soon a
/// viewer of a cold edge gets a picture. Not a test: run `main`.
///
/// Three nodes in one process, one loop each; CPU time is that of a node's loop alone. The source
/// is the demo clip in real time.
///
/// Arguments: streams (50), seconds (20), cold joins (100), package HLS (true).
final class RelayLoad {

    private final int count;
    private final int seconds;
    private final int joins;
    private final boolean packaging;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<Long, Long> sentNs = new ConcurrentHashMap<>();
    private long index;

    private RelayLoad(String[] arguments) {
        count = number(arguments, 0, 50);
        seconds = number(arguments, 1, 20);
        joins = number(arguments, 2, 100);
        packaging = arguments.length < 4 || Boolean.parseBoolean(arguments[3]);
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    public static void main(String[] arguments) throws Exception {
        new RelayLoad(arguments).run();
    }

    private void run() throws Exception {
        try (RelayNode origin = node(); RelayNode edge = node(); RelayNode far = node()) {
            edge.sources.add(origin.source("origin"));
            far.sources.add(edge.source("edge"));
            for (int i = 0; i < count; i++) {
                inputs.add(origin.publish(key(i), new Here(1)));
            }
            pushFor(30_000, false);
            List<RelayPuller.Hold> holds = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                holds.add(far.pulls.hold(key(i)));
                far.pulls.pull(key(i)).toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
            pushFor(15_000, true);
            long[] oneHop = new long[200_000];
            long[] twoHops = new long[200_000];
            int[] counts = new int[2];
            listen(origin, (dts, nowNs) -> sentNs.put(dts, nowNs));
            listen(edge, (dts, nowNs) -> note(dts, nowNs, oneHop, counts, 0));
            listen(far, (dts, nowNs) -> note(dts, nowNs, twoHops, counts, 1));
            LongSupplier[] cpus = {cpu(origin), cpu(edge), cpu(far)};
            long[] before = Arrays.stream(cpus).mapToLong(LongSupplier::getAsLong).toArray();
            long bytes = edge.pulls.counts().bytes();
            long sinceNs = System.nanoTime();
            pushFor(seconds * 1000L, true);
            double tookS = (System.nanoTime() - sinceNs) / 1e9;
            double mbit = (edge.pulls.counts().bytes() - bytes) * 8 / 1e6;
            System.out.printf("streams=%d packaging=%s %.2f Mbit/s each%n", count, packaging,
                    mbit / tookS / count);
            String[] names = {"origin", "edge (reads and serves)", "edge behind it (reads)"};
            for (int i = 0; i < cpus.length; i++) {
                double us = (cpus[i].getAsLong() - before[i]) / 1e3;
                System.out.printf("%s: %.0f us CPU a stream and second, %.0f us/Mbit, "
                        + "load %.1f %%%n", names[i], us / tookS / count, us / mbit,
                        us / tookS / 1e4);
            }
            percentiles("one hop, ms", oneHop, counts[0]);
            percentiles("two hops, ms", twoHops, counts[1]);
            holds.forEach(RelayPuller.Hold::close);
            coldJoins(origin);
        }
    }

    private RelayNode node() throws Exception {
        return new RelayNode(RelayNode.SECRET, new RealClock(), false, packaging);
    }

    private static StreamKey key(int i) {
        return new StreamKey("live", "s" + i);
    }

    /// What each frame of the first stream is told to.
    private interface Heard {
        void at(long dts, long nowNs);
    }

    private void note(long dts, long nowNs, long[] into, int[] counts, int which) {
        Long sent = sentNs.get(dts);
        if (sent != null && counts[which] < into.length) {
            into[counts[which]++] = nowNs - sent;
        }
    }

    private static void listen(RelayNode node, Heard heard) {
        LiveStream stream = node.streams.find(key(0)).orElseThrow();
        stream.subscribe(stream.owner(), new Subscriber() {
            private boolean begun;

            @Override
            public void onSignals(List<Signal> batch) {
                long nowNs = System.nanoTime();
                for (Signal signal : batch) {
                    if (begun && signal instanceof Frame frame && frame.kind() == Kind.VIDEO) {
                        heard.at(frame.dts(), nowNs);
                    }
                }
                begun = true;
            }

            @Override
            public void onEnd() {
            }
        });
    }

    /// Frames of the clip to all streams, one batch a frame.
    private void pushFor(long ms, boolean inRealTime) throws Exception {
        List<Frame> frames = RelayNode.CLIP.frames();
        long sinceNs = System.nanoTime();
        long fromMs = atMs(index, frames);
        while (atMs(index, frames) - fromMs < ms) {
            if (inRealTime) {
                long dueNs = sinceNs + (atMs(index, frames) - fromMs) * 1_000_000;
                while (System.nanoTime() < dueNs) {
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
            }
            for (int i = 0; i < inputs.size(); i++) {
                // Encoders do not have their key frames at the same moment.
                inputs.get(i).push(new ArrayList<>(List.of(
                        placed(index + (long) i * frames.size() / inputs.size(), frames))));
            }
            if (!inRealTime && index % 50 == 0) {
                CompletableFuture<Boolean> there = new CompletableFuture<>();
                inputs.getFirst().stream().owner().execute(() -> there.complete(true));
                there.get(20, TimeUnit.SECONDS);
            }
            index++;
        }
    }

    private static Frame placed(long index, List<Frame> frames) {
        Frame frame = frames.get((int) (index % frames.size()));
        long shift = Timestamp.rescale(index / frames.size() * RelayNode.CLIP.durationMs(), 1000,
                frame.track().timescale());
        return frame.at(frame.dts() + shift, frame.pts() + shift);
    }

    private static long atMs(long index, List<Frame> frames) {
        return index / frames.size() * RelayNode.CLIP.durationMs()
                + frames.get((int) (index % frames.size())).dtsOn(1000);
    }

    private static LongSupplier cpu(RelayNode node) throws Exception {
        CompletableFuture<Long> id = new CompletableFuture<>();
        node.loops.all().getFirst().execute(() -> id.complete(Thread.currentThread().threadId()));
        long thread = id.get(5, TimeUnit.SECONDS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return () -> threads.getThreadCpuTime(thread);
    }

    /// A new edge each tenth join, so that it has nothing of the stream.
    private void coldJoins(RelayNode origin) throws Exception {
        long[] took = new long[joins];
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < joins; i += count) {
                try (RelayNode cold = node()) {
                    cold.sources.add(origin.source("origin"));
                    for (int j = 0; j < count && i + j < joins; j++) {
                        long sinceNs = System.nanoTime();
                        try (InputStream body = client.send(HttpRequest.newBuilder(
                                cold.uri("/" + key(j) + ".flv")).build(),
                                BodyHandlers.ofInputStream()).body()) {
                            if (body.readNBytes(4_000).length < 4_000) {
                                throw new AssertionError("stream " + j + " ended");
                            }
                        }
                        took[i + j] = System.nanoTime() - sinceNs;
                    }
                }
            }
        }
        percentiles("cold join with a window of 20 s, ms", took, joins);
    }

    private static void percentiles(String what, long[] all, int count) {
        long[] sorted = Arrays.copyOf(all, count);
        Arrays.sort(sorted);
        System.out.printf("%s: p50 %.2f p99 %.2f max %.2f (%d)%n", what,
                sorted[count / 2] / 1e6, sorted[(int) (count * 0.99)] / 1e6,
                sorted[count - 1] / 1e6, count);
    }
}
