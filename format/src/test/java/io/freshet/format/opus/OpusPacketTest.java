package io.freshet.format.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusPacketTest {

    static Stream<byte[]> seeds() {
        return List.of("FC", "FB0C", "0300", "1AFF").stream()
                .map(hex -> Bytes.ofHex(hex).toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "FC00, 960, CELT 20 ms", "E400, 120, CELT 2.5 ms", "EC, 240, CELT 5 ms",
        "F5, 960, CELT two of 10 ms", "00, 480, SILK 10 ms", "08, 960, SILK 20 ms",
        "10, 1920, SILK 40 ms", "18, 2880, SILK 60 ms", "1A, 5760, SILK two of 60 ms",
        "60, 480, hybrid 10 ms", "68, 960, hybrid 20 ms", "FB06, 5760, six of 20 ms",
        "E330, 5760, 48 of 2.5 ms", "FBC3, 2880, three of 20 ms with padding"
    })
    void lastsAsLongAsItsFirstBytesSay(String hex, int ticks, String name) throws MediaException {
        assertThat(OpusPacket.durationTicks(Bytes.ofHex(hex).buffer())).as(name).isEqualTo(ticks);
    }

    /// Nothing; no frame count; no frame; seven of 20 ms.
    @ParameterizedTest
    @ValueSource(strings = {"", "FB", "FB00", "FB07"})
    void refusesPacketsWithoutADuration(String hex) {
        assertThatThrownBy(() -> OpusPacket.durationTicks(Bytes.ofHex(hex).buffer()))
                .isInstanceOf(MalformedMediaException.class);
    }
}
