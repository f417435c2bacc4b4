package io.freshet.format.aac;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value that survives writing, or in a checked exception.
class AacFuzzTest {

    @MethodSource("io.freshet.format.aac.AacCases#seeds")
    @FuzzTest
    void audioSpecificConfig(byte[] input) throws MediaException {
        AudioSpecificConfig config;
        try {
            config = AudioSpecificConfig.parse(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        assertThat(config.channels()).isBetween(1, 93);
        assertThat(config.playedRateHz()).isPositive();
        assertThat(AudioSpecificConfig.parse(config.write().buffer())).isEqualTo(config);
    }

    @MethodSource("io.freshet.format.aac.AdtsHeaderTest#seeds")
    @FuzzTest
    void adtsHeader(byte[] input) throws MediaException {
        AdtsHeader header;
        try {
            header = AdtsHeader.parse(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        assertThat(header.frameBytes()).isGreaterThanOrEqualTo(header.headerBytes());
        if (!header.checksum()) {
            assertThat(AdtsHeader.parse(header.write().buffer())).isEqualTo(header);
        }
    }
}
