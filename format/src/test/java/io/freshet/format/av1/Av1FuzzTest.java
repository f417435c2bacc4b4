package io.freshet.format.av1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.media.Bytes;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, parsing ends in a value that survives writing, or in a checked exception.
class Av1FuzzTest {

    @MethodSource("io.freshet.format.av1.Av1ConfigurationTest#seeds")
    @FuzzTest
    void configuration(byte[] input) throws MediaException {
        Track track;
        try {
            Av1Configuration read = Av1Configuration.parse(ByteBuffer.wrap(input));
            assertThat(Av1Configuration.parse(read.write().buffer())).isEqualTo(read);
            track = Av1Track.of(1, read);
        } catch (MediaException expected) {
            return;
        }
        assertThat(Av1Track.of(1, track.configuration())).isEqualTo(track);
    }

    @MethodSource("io.freshet.format.av1.Av1TemporalUnitTest#seeds")
    @FuzzTest
    void temporalUnit(byte[] input) throws MediaException {
        Av1TemporalUnit unit;
        try {
            unit = Av1TemporalUnit.parse(Bytes.wrap(input));
        } catch (MediaException expected) {
            return;
        }
        Av1TemporalUnit again = Av1TemporalUnit.parse(unit.payload());
        assertThat(again).isEqualTo(unit);
    }
}
