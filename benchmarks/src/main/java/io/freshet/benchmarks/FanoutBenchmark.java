package io.freshet.benchmarks;

import io.freshet.format.flv.TrackChoice;
import io.freshet.gateway.wire.Fanout;
import io.freshet.gateway.wire.Fanouts;
import io.freshet.gateway.wire.FlvWire;
import io.freshet.gateway.wire.LiveLoop;
import io.freshet.gateway.wire.RtmpWire;
import io.freshet.gateway.wire.WireFormat;
import io.freshet.live.AppOptions;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.FlushInterval;
import io.freshet.live.Input;
import io.freshet.live.Leader;
import io.freshet.live.PublishOutcome;
import io.freshet.live.Publisher;
import io.freshet.live.Streams;
import io.freshet.live.Takeover;
import io.freshet.media.Clock;
import io.freshet.media.Frame;
import io.freshet.media.Signal;
import io.freshet.media.StreamKey;
import io.freshet.net.Loops;
import io.freshet.net.NetLoop;
import io.freshet.net.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A publisher's frame to all viewers of one loop, each with a flush of its own; what takes the
/// bytes does nothing.
///
/// Threading: all but the waiting runs on the loop.
@State(Scope.Thread)
public class FanoutBenchmark {

    private static final int FRAMES = 64;

    @Param({"flv", "rtmp"})
    public String format = "flv";

    @Param({"1", "64", "1000"})
    public int viewers = 1;

    private final List<Frame> frames = Material.frames(60);
    private final Loops loops = Loops.open(1, List.of(Transport.NIO));
    private final NetLoop loop = loops.all().getFirst();
    private final List<SinkOutlet> outlets = new ArrayList<>();
    private final Runnable step = this::step;
    private CompletableFuture<Boolean> done = new CompletableFuture<>();
    private @Nullable Input input;
    private int next;
    private int left;

    private static final class RealClock implements Clock {
        @Override
        public long monotonicNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }
    }

    @Setup
    public void setUp() throws Exception {
        AppOptions options = new AppOptions(FlushInterval.IMMEDIATE, Takeover.WHEN_SILENT, 1,
                AppOptions.DEFAULT.reconnectWindow(), AppOptions.GopBounds.DEFAULT,
                AppOptions.ViewerBounds.DEFAULT, 10);
        Streams streams = new Streams(new RealClock(), _ -> Optional.of(options),
                (_, _) -> Leader.none());
        StreamKey key = StreamKey.of("live", "s");
        PublishOutcome outcome = streams.publish(key, new Publisher() {
            @Override
            public String label() {
                return "benchmark";
            }

            @Override
            public void onDismissed(String reason) {
            }
        }, new LiveLoop(loop)).toCompletableFuture().get(5, TimeUnit.SECONDS);
        Input accepted = ((PublishOutcome.Accepted) outcome).input();
        input = accepted;
        WireFormat wire = format.equals("rtmp") ? new RtmpWire()
                : new FlvWire(FlvWire.Framing.HTTP_CHUNKED);
        CompletableFuture.runAsync(() -> {
            accepted.push(new ArrayList<>(List.of(Material.TRACKS)));
            Fanout fanout = new Fanouts(loop).of(streams.find(key).orElseThrow(), wire,
                    TrackChoice.DEFAULT_TRACKS);
            for (int i = 0; i < viewers; i++) {
                SinkOutlet outlet = new SinkOutlet(loop);
                outlets.add(outlet);
                fanout.join(outlet, Protocol.HTTP_FLV, _ -> { }, () -> { });
            }
        }, loop::execute).get(10, TimeUnit.SECONDS);
    }

    @TearDown
    public void tearDown() {
        loops.close();
    }

    /// The next frame when all viewers have had the one before.
    private void step() {
        long flushed = outlets.getFirst().flushes;
        for (SinkOutlet each : outlets) {
            if (each.flushes != flushed) {
                loop.executeAfterIo(step);
                return;
            }
        }
        if (left-- == 0) {
            done.complete(true);
            return;
        }
        List<Signal> batch = new ArrayList<>(1);
        batch.add(frames.get(next++ % frames.size()));
        if (input != null) {
            input.push(batch);
        }
        loop.executeAfterIo(step);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public boolean frameToAll() throws Exception {
        done = new CompletableFuture<>();
        left = FRAMES;
        loop.execute(step);
        return done.get(30, TimeUnit.SECONDS);
    }
}
