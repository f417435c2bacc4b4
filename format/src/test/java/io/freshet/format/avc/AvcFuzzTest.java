package io.freshet.format.avc;

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
class AvcFuzzTest {

    static Stream<byte[]> parameterSets() {
        return Stream.of(AvcCases.HIGH_SPS, AvcCases.HIGH_PPS)
                .map(hex -> Bytes.ofHex(hex).toArray());
    }

    static Stream<byte[]> byteStreams() {
        return Stream.of("00000001 67AA 000001 41 0000", "000001 65 000003 01")
                .map(hex -> Bytes.ofHex(hex).toArray());
    }

    @MethodSource("io.freshet.format.avc.AvcCases#seeds")
    @FuzzTest
    void configuration(byte[] input) throws MediaException {
        Track track;
        try {
            AvcConfiguration read = AvcConfiguration.parse(ByteBuffer.wrap(input));
            assertThat(AvcConfiguration.parse(read.write().buffer())).isEqualTo(read);
            track = AvcTrack.of(1, read);
        } catch (MediaException expected) {
            return;
        }
        assertThat(AvcTrack.of(1, track.configuration())).isEqualTo(track);
    }

    @MethodSource("parameterSets")
    @FuzzTest
    void parameterSet(byte[] input) throws MediaException {
        AvcConfiguration made;
        try {
            made = AvcConfiguration.of(List.of(Bytes.wrap(input)));
        } catch (MediaException expected) {
            return;
        }
        assertThat(AvcConfiguration.parse(made.write().buffer())).isEqualTo(made);
    }

    @MethodSource("io.freshet.format.avc.AvcAccessUnitTest#seeds")
    @FuzzTest
    void accessUnit(byte[] input) throws MediaException {
        for (int lengthSize : new int[] {1, 2, 4}) {
            AvcAccessUnit unit;
            try {
                unit = AvcAccessUnit.parse(Bytes.wrap(input), lengthSize);
            } catch (MediaException expected) {
                continue;
            }
            AvcAccessUnit again = AvcAccessUnit.parse(unit.payload(), 4);
            assertThat(again.payload()).isEqualTo(unit.payload());
            assertThat(again.flags()).isEqualTo(unit.flags());
            AnnexB.write(unit.payload(), ByteBuffer.allocate(unit.payload().length()));
        }
    }

    @MethodSource("byteStreams")
    @FuzzTest
    void annexB(byte[] input) throws MediaException {
        Bytes prefixed;
        try {
            prefixed = AnnexB.toLengthPrefixed(ByteBuffer.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        ByteBuffer back = ByteBuffer.allocate(prefixed.length());
        AnnexB.write(prefixed, back);
        assertThat(AnnexB.toLengthPrefixed(back.flip())).isEqualTo(prefixed);
    }
}
