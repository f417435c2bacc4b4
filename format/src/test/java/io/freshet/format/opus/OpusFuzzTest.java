package io.freshet.format.opus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value that survives writing, or in a checked exception.
class OpusFuzzTest {

    @MethodSource("io.freshet.format.opus.OpusHeadTest#seeds")
    @FuzzTest
    void opusHead(byte[] input) throws MediaException {
        OpusHead head;
        try {
            head = OpusHead.parse(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        assertThat(OpusHead.parse(head.write().buffer())).isEqualTo(head);
    }

    @MethodSource("io.freshet.format.opus.OpusPacketTest#seeds")
    @FuzzTest
    void durationTicks(byte[] input) {
        try {
            assertThat(OpusPacket.durationTicks(ByteBuffer.wrap(input)))
                    .isBetween(1, OpusPacket.MAX_TICKS);
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}
