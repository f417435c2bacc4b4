package io.freshet.format.mp3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a usable header or in a checked exception.
class Mp3HeaderFuzzTest {

    @MethodSource("io.freshet.format.mp3.Mp3HeaderTest#seeds")
    @FuzzTest
    void parse(byte[] input) {
        try {
            Mp3Header header = Mp3Header.parse(ByteBuffer.wrap(input));
            assertThat(header.frameBytes()).isBetween(24, 1441);
            assertThat(header.sampleRateHz()).isBetween(8_000, 48_000);
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}
