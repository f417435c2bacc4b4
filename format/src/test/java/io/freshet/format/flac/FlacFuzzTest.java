package io.freshet.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value or in a checked exception.
class FlacFuzzTest {

    @MethodSource("io.freshet.format.flac.StreamInfoTest#seeds")
    @FuzzTest
    void parse(byte[] input) {
        try {
            assertThat(FlacFrame.durationTicks(ByteBuffer.wrap(input))).isBetween(1, 65_536);
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
        try {
            StreamInfo info = StreamInfo.parse(ByteBuffer.wrap(input));
            assertThat(StreamInfo.parse(info.write().buffer())).isEqualTo(info);
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}
