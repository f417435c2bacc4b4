package io.freshet.gateway.wire;

import io.freshet.format.flv.TrackChoice;
import io.freshet.live.AppOptions;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.FlushInterval;
import io.freshet.live.Input;
import io.freshet.live.Leader;
import io.freshet.live.LiveStream;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.live.Takeover;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.Outlet;
import io.freshet.net.Transport;
import io.freshet.testkit.RealClock;
import io.freshet.testkit.SyntheticSource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A stream on one loop that is fed by hand, and what this loop's thread allocates.
///
/// Threading: confined to the test.
final class AllocationRig implements AutoCloseable {

    static final Track VIDEO = SyntheticSource.video(1, 25_000);
    private static final Track AUDIO = SyntheticSource.audio(2, 48_000);

    final Loops loops;
    private final NetLoop loop;
    private final Fanout fanout;
    private final Input input;
    private final List<Frame> frames;
    private final AtomicLong flushes = new AtomicLong();
    private final Runnable feed = this::feed;
    private int viewers;
    private int next;

    AllocationRig(Transport transport, WireFormat format) throws Exception {
        loops = Loops.open(1, List.of(transport));
        loop = loops.all().getFirst();
        AppOptions options = new AppOptions(FlushInterval.IMMEDIATE, Takeover.WHEN_SILENT, 1,
                AppOptions.DEFAULT.reconnectWindow(), AppOptions.GopBounds.DEFAULT,
                AppOptions.ViewerBounds.DEFAULT, 10);
        Streams streams = new Streams(new RealClock(), _ -> Optional.of(options),
                (_, _) -> Leader.none());
        StreamKey key = StreamKey.of("live", "s");
        PublishOutcome outcome = streams.publish(key, new Publisher() {
            @Override
            public String label() {
                return "test";
            }

            @Override
            public void onDismissed(String reason) {
            }
        }, new LiveLoop(loop)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        LiveStream stream = streams.find(key).orElseThrow();
        input = ((PublishOutcome.Accepted) outcome).input();
        fanout = on(() -> new Fanouts(loop).of(stream, format, TrackChoice.DEFAULT_TRACKS));
        frames = SyntheticSource.interleaved(
                new SyntheticSource.Pictures(VIDEO, 3600, 25, 0).frames(0, 10_000),
                SyntheticSource.sounds(AUDIO, 0, 48_000 * 400 / 1024), 0);
        on(() -> {
            input.push(new ArrayList<>(List.of(new Tracks(List.of(VIDEO, AUDIO)))));
            return true;
        });
    }

    /// Runs on the loop and waits for the answer.
    <T> T on(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(30, TimeUnit.SECONDS);
    }

    private final AtomicLong carried = new AtomicLong();

    /// A viewer around `inner`; around nothing if there is none.
    void join(@Nullable Outlet inner) throws Exception {
        on(() -> fanout.join(new CountedOutlet(loop, inner, flushes), Protocol.HTTP_FLV,
                carried::addAndGet, () -> { }));
        viewers++;
    }

    /// Hands in the next frames, each by itself, and waits until all viewers have had their turn.
    void send(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            long wanted = flushes.get() + viewers;
            loop.execute(feed);
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (flushes.get() < wanted) {
                if (System.nanoTime() > untilNs) {
                    throw new AssertionError(flushes.get() + " flushes, not " + wanted);
                }
                TimeUnit.MICROSECONDS.sleep(100);
            }
        }
    }

    private void feed() {
        List<Signal> batch = new ArrayList<>(1);
        batch.add(frames.get(next++ % frames.size()));
        input.push(batch);
    }

    /// What the loop's thread has allocated so far, bytes.
    long allocatedBytes() throws Exception {
        return on(() -> ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes());
    }

    @Override
    public void close() {
        loops.close();
    }
}
