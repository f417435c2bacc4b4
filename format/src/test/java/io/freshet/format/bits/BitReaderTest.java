package io.freshet.format.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import org.junit.jupiter.api.Test;

class BitReaderTest {

    @Test
    void readsBitsAcrossBytes() throws MalformedMediaException {
        BitReader bits = of("A5 0F FF FF FF FF 80");
        assertThat(bits.flag()).isTrue();
        assertThat(bits.bits(10)).isEqualTo(0b0100101_000);
        bits.skip(1);
        assertThat(bits.bits(4)).isEqualTo(0xF);
        assertThat(bits.unsigned32()).isEqualTo(0xFFFF_FFFFL);
        assertThat(bits.bits(0)).isZero();
        assertThat(bits.bytesRead()).isEqualTo(6);
    }

    @Test
    void readsExponentialGolombCodes() throws MalformedMediaException {
        // 1 010 011 00100 00101 | unsigned 0 1 2, signed -2 (code 4... = -2), 3
        BitReader bits = of("A6 42 98 E2 04 8A");
        assertThat(bits.ue("a", 9)).isZero();
        assertThat(bits.ue("b", 9)).isEqualTo(1);
        assertThat(bits.ue("c", 9)).isEqualTo(2);
        assertThat(bits.ue("d", 9)).isEqualTo(3);
        assertThat(bits.ue("e", 9)).isEqualTo(4);
        assertThat(bits.ue("f", 9)).isEqualTo(5);
        assertThat(bits.ue("g", 9)).isEqualTo(6);
        assertThat(bits.ue("h", 9)).isEqualTo(7);
        assertThat(bits.ue("i", 9)).isEqualTo(8);
        assertThat(bits.ue("j", 9)).isEqualTo(9);
    }

    @Test
    void readsSignedCodesAlternating() throws MalformedMediaException {
        BitReader bits = of("A6 42 98 E2 04 8A");
        assertThat(new int[] {bits.se("", 9), bits.se("", 9), bits.se("", 9), bits.se("", 9),
            bits.se("", 9)}).containsExactly(0, 1, -1, 2, -2);
    }

    @Test
    void skipsEmulationPreventionOnlyInNalUnits() throws MalformedMediaException {
        Bytes bytes = Bytes.ofHex("00 00 03 01 00 00 03 00 00 03");
        BitReader nal = BitReader.ofNal("x", bytes.buffer());
        assertThat(nal.bits(24)).isEqualTo(1);
        assertThat(nal.unsigned32()).isZero();
        assertThatThrownBy(nal::flag).hasMessageContaining("x: ends early");
        assertThat(BitReader.of("x", bytes.buffer()).bits(24)).isEqualTo(3);
    }

    @Test
    void refusesCodesBeyondTheirBoundAndEndlessOnes() {
        assertThatThrownBy(() -> of("42").ue("width", 0))
                .isInstanceOf(MalformedMediaException.class)
                .hasMessageContaining("width is 1, at most 0");
        assertThatThrownBy(() -> of("42").se("delta", 0)).hasMessageContaining("delta is 1");
        assertThatThrownBy(() -> of("00 00 00 00 80 00 00 00 00").skipGolomb(1))
                .hasMessageContaining("more than 63 bits");
    }

    @Test
    void takesTheLargestCode() throws MalformedMediaException {
        BitReader bits = of("00 00 00 01 FF FF FF FE");
        bits.skipGolomb(1);
        assertThat(bits.bytesRead()).isEqualTo(8);
        assertThatThrownBy(() -> of("00 00 00 01 FF FF FF FE").ue("x", Integer.MAX_VALUE))
                .hasMessageContaining("x is 4294967294");
    }

    @Test
    void leavesThePositionOfTheBufferAlone() throws MalformedMediaException {
        var buffer = Bytes.ofHex("FF 01").buffer().position(1);
        assertThat(BitReader.of("x", buffer).bits(8)).isEqualTo(1);
        assertThat(buffer.position()).isEqualTo(1);
    }

    private static BitReader of(String hex) {
        return BitReader.of("x", Bytes.ofHex(hex).buffer());
    }
}
