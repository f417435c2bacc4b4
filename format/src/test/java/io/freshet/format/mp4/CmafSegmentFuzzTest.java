package io.freshet.format.mp4;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.MediaException;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes: counted, or refused.
class CmafSegmentFuzzTest {

    static List<byte[]> seeds() throws MediaException {
        return CmafSegmentTest.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void parse(byte[] input) {
        CmafSegmentTest.readOrRefuse(input);
    }
}
