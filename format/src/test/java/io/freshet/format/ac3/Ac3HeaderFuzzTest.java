package io.freshet.format.ac3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a usable header or in a checked exception.
class Ac3HeaderFuzzTest {

    @MethodSource("io.freshet.format.ac3.Ac3HeaderTest#seeds")
    @FuzzTest
    void parse(byte[] input) {
        try {
            Ac3Header header = Ac3Header.parse(ByteBuffer.wrap(input));
            assertThat(header.channels()).isBetween(1, 6);
            assertThat(header.frameBytes()).isBetween(2, 4096);
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}
