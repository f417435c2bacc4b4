package io.freshet.format.hevc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value that survives writing, or in a checked exception.
class HevcFuzzTest {

    static Stream<byte[]> parameterSets() throws MediaException {
        return HevcConfiguration.parse(HevcCases.all().get(1).bytes().buffer()).allSets().stream()
                .map(Bytes::toArray);
    }

    @MethodSource("io.freshet.format.hevc.HevcCases#seeds")
    @FuzzTest
    void configuration(byte[] input) throws MediaException {
        Track track;
        try {
            HevcConfiguration read = HevcConfiguration.parse(ByteBuffer.wrap(input));
            HevcConfiguration again = HevcConfiguration.parse(read.write().buffer());
            assertThat(again).isEqualTo(read);
            track = HevcTrack.of(1, read);
        } catch (MediaException expected) {
            return;
        }
        assertThat(HevcTrack.of(1, track.configuration())).isEqualTo(track);
    }

    @MethodSource("parameterSets")
    @FuzzTest
    void parameterSet(byte[] input) throws MediaException {
        HevcConfiguration made;
        try {
            HevcVps.parse(ByteBuffer.wrap(input));
            made = HevcConfiguration.of(List.of(Bytes.wrap(input)));
        } catch (MediaException expected) {
            return;
        }
        assertThat(HevcConfiguration.parse(made.write().buffer())).isEqualTo(made);
    }

    @MethodSource("io.freshet.format.hevc.HevcAccessUnitTest#seeds")
    @FuzzTest
    void accessUnit(byte[] input) throws MediaException {
        for (int lengthSize : new int[] {1, 2, 4}) {
            HevcAccessUnit unit;
            try {
                unit = HevcAccessUnit.parse(Bytes.wrap(input), lengthSize);
            } catch (MediaException expected) {
                continue;
            }
            HevcAccessUnit again = HevcAccessUnit.parse(unit.payload(), 4);
            assertThat(again.payload()).isEqualTo(unit.payload());
            assertThat(again.flags()).isEqualTo(unit.flags());
        }
    }
}
