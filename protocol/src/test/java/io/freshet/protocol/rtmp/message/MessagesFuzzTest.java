package io.freshet.protocol.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.chunk.RecordingSink;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a message's body, it is read or refused with a checked exception.
class MessagesFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                Command.of("publish", 5, AmfValue.NULL, new AmfValue.Text("cam")).write().toArray(),
                new UserControl(UserControl.SET_BUFFER_LENGTH, 1, 3000).write().toArray(),
                Bytes.ofHex("08 000002 000064 00 000000 af01 0000000d").toArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void body(byte[] input) {
        try {
            assertThat(Command.parse(ByteBuffer.wrap(input)).toString()).isNotEmpty();
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
        try {
            UserControl event = UserControl.parse(ByteBuffer.wrap(input));
            if (event.event() <= UserControl.PING_RESPONSE) {
                assertThat(UserControl.parse(event.write().buffer())).isEqualTo(event);
            }
        } catch (MediaException expected) {
            assertThat(input.length).isLessThan(10);
        }
        RecordingSink sink = new RecordingSink();
        try {
            Aggregate.split(1, 0, Bytes.wrap(input), sink);
        } catch (ProtocolViolation expected) {
            assertThat(expected.getMessage()).startsWith("aggregate");
        }
        assertThat(sink.messages.size()).isLessThanOrEqualTo(input.length / 11);
        ScriptBody.of(MessageType.DATA_AMF3, Bytes.wrap(input))
                .ifPresent(script -> assertThat(script.length()).isBetween(1, input.length));
    }
}
