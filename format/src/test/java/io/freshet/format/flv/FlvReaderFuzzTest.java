package io.freshet.format.flv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the file, reading and demuxing end in signals or in a checked exception.
class FlvReaderFuzzTest {

    @MethodSource("io.freshet.format.flv.FlvFiles#all")
    @FuzzTest
    void read(byte[] input) {
        try {
            FlvFiles.signals(input);
        } catch (MediaException expected) {
            // The peer's fault.
        }
    }
}
