package io.freshet.protocol.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.protocol.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes and wherever they are cut: the same messages and the same refusal.
class ChunkReaderFuzzTest {

    static Stream<byte[]> seeds() {
        return Arrays.stream(ChunkCases.values()).map(ChunkCases::wire);
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] input) {
        assertThat(read(input, 1)).isEqualTo(read(input, Math.max(1, input.length)));
    }

    private static List<String> read(byte[] wire, int step) {
        // Small enough for the fuzzer to fill.
        ChunkReader reader = new ChunkReader(new ChunkLimits(1 << 24, 4096, 8192, 8));
        RecordingSink sink = new RecordingSink();
        try {
            for (int at = 0; at < wire.length; at += step) {
                reader.read(ByteBuffer.wrap(wire, at, Math.min(step, wire.length - at)), sink);
            }
        } catch (ProtocolViolation e) {
            sink.messages.add(String.valueOf(e.getMessage()));
        }
        return sink.messages;
    }
}
