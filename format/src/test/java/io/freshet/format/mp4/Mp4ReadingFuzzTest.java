package io.freshet.format.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.format.ParserFaults;
import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.MediaException;
import io.freshet.testkit.mp4.Mp4Dump;
import io.freshet.testkit.mp4.Mp4Samples;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// The reader that the tests rely on: whatever the bytes, samples inside the file or a refusal.
class Mp4ReadingFuzzTest {

    static Stream<byte[]> seeds() throws MediaException {
        return Stream.of(pictures(), Golden.resource("ffmpeg-avc-b-frames.mp4"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] input) {
        try {
            for (Mp4Samples.Sample sample : Mp4Samples.read(ByteBuffer.wrap(input))) {
                assertThat(sample.offset()).isBetween(0, input.length - sample.size());
            }
            assertThat(Mp4Dump.of(ByteBuffer.wrap(input))).isNotNull();
        } catch (MediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }

    @Test
    void refusesFilesCutShortOrDamagedWithACheckedException() throws MediaException {
        ParserFaults.assertOnlyCheckedExceptions(pictures(), Mp4Samples::read);
        ParserFaults.assertOnlyCheckedExceptions(pictures(), Mp4Dump::of);
    }

    /// Found by fuzzing: a run without rows and with a byte too many filled the memory with lines.
    @Test
    void dumpsARunOfBillionsWithoutRowsAsOneLine() throws MediaException {
        byte[] run = Bytes.ofHex("0000001A 7472756E 01000001 FFFFFFFF 00000000 000000000000")
                .toArray();

        assertThat(Mp4Dump.of(ByteBuffer.wrap(run))).hasLineCount(2);
    }

    private static byte[] pictures() throws MediaException {
        return new CompositePayload(List.of(CmafInit.of(Mp4Cases.avc()),
                CmafFragment.of(Mp4Cases.avc(), 7, 1, Mp4Cases.pictures()))).toArray();
    }
}
