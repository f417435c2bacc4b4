package io.freshet.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of [Payload], run for every storage.
class PayloadTest {

    static Stream<Payload> sixBytes() {
        Bytes whole = Bytes.ofHex("00 01 02 03 04 05");
        return Stream.of(
                whole,
                Bytes.ofHex("ff 00 01 02 03 04 05 ff").slice(1, 6),
                new CompositePayload(List.of(whole.slice(0, 1), Bytes.EMPTY, whole.slice(1, 5))),
                new CompositePayload(List.of(Bytes.ofHex("ff00"), whole.slice(1, 5))).slice(1, 6));
    }

    @ParameterizedTest
    @MethodSource("sixBytes")
    void readsTheSameInEveryForm(Payload payload) {
        assertThat(payload.length()).isEqualTo(6);
        assertThat(payload.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(payload.buffer().remaining()).isEqualTo(6);
        assertThat(payload.buffer().isReadOnly()).isTrue();
        assertThat(payload.slices()).allMatch(slice -> slice.hasRemaining());
    }

    @ParameterizedTest
    @MethodSource("sixBytes")
    void slicesEveryRange(Payload payload) {
        for (int from = 0; from <= 6; from++) {
            for (int count = 0; count <= 6 - from; count++) {
                byte[] slice = payload.slice(from, count).toArray();
                assertThat(slice).hasSize(count);
                for (int i = 0; i < count; i++) {
                    assertThat(slice[i]).isEqualTo((byte) (from + i));
                }
            }
        }
        assertThatThrownBy(() -> payload.slice(3, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
