package io.freshet.format.avc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.format.VideoFixtures;
import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnexBTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            long start code,             00000001 65AA,              00000002 65AA
            short start code,            000001 65AA,                00000002 65AA
            both,                        000001 65AA 00000001 41,    00000002 65AA 00000001 41
            zeros before and behind,     0000000000000165000000,     00000001 65
            zeros between,               000001 65 000000 000001 41, 00000001 65 00000001 41
            zeros inside,                000001 65 000003 01 0002,   00000007 65 000003 01 0002
            empty units,                 000001 000001 41 000001,    00000001 41
            start code after one byte,   000001 65 000001 41,        00000001 65 00000001 41
            """)
    void findsTheUnits(String name, String annexB, String lengthPrefixed)
            throws MalformedMediaException {
        assertThat(AnnexB.toLengthPrefixed(Bytes.ofHex(annexB).buffer())).as(name)
                .isEqualTo(Bytes.ofHex(lengthPrefixed));
    }

    @Test
    void isEmptyWithoutUnits() throws MalformedMediaException {
        for (String hex : List.of("", "00", "000000", "000001", "00000001")) {
            assertThat(AnnexB.split(Bytes.ofHex(hex).buffer())).isEmpty();
        }
    }

    @Test
    void refusesBytesBeforeTheFirstStartCode() {
        for (String hex : List.of("65", "0001", "01", "00000365", "0065000001")) {
            assertThatThrownBy(() -> AnnexB.split(Bytes.ofHex(hex).buffer()))
                    .isInstanceOf(MalformedMediaException.class).hasMessageContaining("start code");
        }
    }

    @Test
    void writesLongStartCodes() throws MalformedMediaException {
        ByteBuffer target = ByteBuffer.allocate(21);
        AnnexB.write(List.of(Bytes.ofHex("67"), Bytes.ofHex("68")), target);
        AnnexB.write(Bytes.ofHex("00000002 65AA 00000001 41"), target);
        AnnexB.write(Bytes.EMPTY, target);
        assertThat(Bytes.copyOf(target.flip())).isEqualTo(
                Bytes.ofHex("00000001 67 00000001 68 00000001 65AA 00000001 41"));
    }

    @Test
    void goesThereAndBack() throws MalformedMediaException {
        Bytes file = VideoFixtures.file(AnnexBTest.class, "open-gop.h264");
        Bytes prefixed = AnnexB.toLengthPrefixed(file.buffer());
        ByteBuffer back = ByteBuffer.allocate(prefixed.length());
        AnnexB.write(prefixed, back);
        assertThat(AnnexB.toLengthPrefixed(back.flip())).isEqualTo(prefixed);
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        for (String hex : List.of("000000", "00000002 65", "FFFFFFFF 65")) {
            assertThatThrownBy(() -> AnnexB.write(Bytes.ofHex(hex), ByteBuffer.allocate(99)))
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void standsCutsAndDamage() {
        Bytes file = VideoFixtures.file(AnnexBTest.class, "open-gop.h264").slice(0, 900);
        ParserFaults.assertOnlyCheckedExceptions(file.toArray(), AnnexB::split);
    }
}
