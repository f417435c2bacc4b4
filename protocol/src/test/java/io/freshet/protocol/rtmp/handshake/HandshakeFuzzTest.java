package io.freshet.protocol.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.handshake.ClientHandshake.Dialect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, a handshake ends, waits or refuses.
class HandshakeFuzzTest {

    static Stream<byte[]> seeds() {
        return Arrays.stream(Dialect.values())
                .map(dialect -> new ClientHandshake(new Random(2), dialect).open().toArray());
    }

    static Stream<byte[]> serverSeeds() throws ProtocolViolation {
        Bytes open = new ClientHandshake(new Random(2), Dialect.DIGEST_FIRST).open();
        return Stream.of(new ServerHandshake(new Random(1)).receive(open.buffer())
                .orElseThrow().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void server(byte[] input) {
        ServerHandshake server = new ServerHandshake(new Random(1));
        try {
            boolean replied = server.receive(ByteBuffer.wrap(input)).isPresent();
            assertThat(replied).isEqualTo(input.length >= 1537);
            assertThat(server.isDone()).isEqualTo(input.length >= 3073);
        } catch (ProtocolViolation expected) {
            assertThat(input[0]).isNotEqualTo((byte) 3);
        }
    }

    @MethodSource("serverSeeds")
    @FuzzTest
    void client(byte[] input) {
        ClientHandshake client = new ClientHandshake(new Random(2), Dialect.DIGEST_FIRST);
        client.open();
        try {
            boolean replied = client.receive(ByteBuffer.wrap(input)).isPresent();
            assertThat(replied).isEqualTo(input.length >= 3073);
        } catch (ProtocolViolation expected) {
            assertThat(input[0]).isNotEqualTo((byte) 3);
        }
    }
}
