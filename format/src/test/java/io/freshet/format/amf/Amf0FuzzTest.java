package io.freshet.format.amf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in values that survive writing, or in a checked exception.
class Amf0FuzzTest {

    @MethodSource("io.freshet.format.amf.AmfCases#seeds")
    @FuzzTest
    void parseAll(byte[] input) {
        List<AmfValue> values;
        try {
            values = Amf0.parseAll(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        ByteBuffer again = Amf0.write(values.toArray(new AmfValue[0])).buffer();
        try {
            assertThat(Amf0.parseAll(again)).isEqualTo(values);
        } catch (MediaException tooLong) {
            // Bytes that are no UTF-8 grow threefold when they become the replacement character.
            assertThat(tooLong).hasMessageContaining("bytes");
        }
    }
}
