package io.freshet.benchmarks;

import io.freshet.format.flv.FlvTag;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.freshet.protocol.rtmp.chunk.ChunkReader;
import io.freshet.protocol.rtmp.chunk.ChunkWriter;
import io.freshet.protocol.rtmp.chunk.MessageHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// RTMP messages to chunks for all viewers, and a publisher's chunks to messages.
///
/// Threading: confined to its thread.
@State(Scope.Thread)
public class ChunkBenchmark {

    private static final int MESSAGES = 150;
    /// What most encoders set.
    private static final int CHUNK_BYTES = 4_096;

    private final ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
    private final ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT);
    private List<FlvTag> tags = List.of();
    private ByteBuffer published = ByteBuffer.allocate(0);
    private long received;

    @Setup
    public void setUp() throws ProtocolViolation {
        tags = Material.tags(2).subList(0, MESSAGES);
        published = ByteBuffer.allocateDirect(1 << 20);
        reader.read(ByteBuffer.wrap(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0,
            CHUNK_BYTES >> 8, 0}), (_, _, _, _) -> true);
        for (FlvTag tag : tags) {
            published.put(ChunkWriter.write(new MessageHeader(
                    ChunkFanout.chunkStreamId(tag.type()), tag.type(), 1, tag.timestampMs()),
                    tag.body(), CHUNK_BYTES).buffer());
        }
        published.flip();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int write() {
        int bytes = 0;
        for (FlvTag tag : tags) {
            ChunkFanout.write(tag, out.clear());
            bytes += out.position();
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long read() throws ProtocolViolation {
        reader.read(published.rewind(), (_, _, _, body) -> {
            received += body.length();
            return true;
        });
        return received;
    }
}
