package io.freshet.benchmarks;

import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.gateway.wire.FlvWire;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MediaException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Frames to FLV tags on the wire, and a publisher's tags to frames.
///
/// Threading: confined to its thread.
@State(Scope.Thread)
public class FlvBenchmark {

    private static final int FRAMES = 150;

    private record Message(int type, long timestampMs, Bytes body) {
    }

    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);
    private final FlvWire wire = new FlvWire(FlvWire.Framing.HTTP_CHUNKED);
    private final FlvMuxer muxer = new FlvMuxer(0);
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final List<Message> messages = new ArrayList<>();
    private final Consumer<FlvTag> write = this::write;
    private List<Frame> frames = List.of();

    @Setup
    public void setUp() throws MediaException {
        frames = Material.frames(2).subList(0, FRAMES);
        muxer.accept(Material.TRACKS, this::configure);
        Material.tags(2).subList(0, FRAMES).forEach(tag ->
                messages.add(new Message(tag.type(), tag.timestampMs(), tag.body())));
        for (Message each : messages.subList(0, 2)) {
            demuxer.accept(each.type, each.timestampMs, each.body, _ -> { });
        }
    }

    private void write(FlvTag tag) {
        wire.write(tag, out.clear());
    }

    private void configure(FlvTag tag) {
        try {
            demuxer.accept(tag.type(), tag.timestampMs(), tag.body(), _ -> { });
        } catch (MediaException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int writeTags() {
        for (Frame frame : frames) {
            muxer.accept(frame, write);
        }
        return out.readableBytes();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void readTags(Blackhole hole) throws MediaException {
        for (Message each : messages) {
            demuxer.accept(each.type, each.timestampMs, each.body, hole::consume);
        }
    }
}
