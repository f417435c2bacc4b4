package io.freshet.tools.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.protocol.rtmp.chunk.ChunkWriter;
import io.freshet.protocol.rtmp.chunk.MessageHeader;
import io.freshet.testkit.ByteFaults;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChunkScannerTest {

    /// What servers write, by name.
    enum Case {
        FORMAT_0("04 0003e8 000003 08 01000000 aabbcc", "8@1000 3 aabbcc"),
        EMPTY_MESSAGE("04 000000 000000 09 01000000", "9@0 0 "),
        FORMATS_1_TO_3_REPEAT_WHAT_WAS_BEFORE(
                "04 0003e8 000001 08 01000000 aa  44 000017 000002 08 bbcc"
                + " 84 000018 ddee  c4 ff00",
                "8@1000 1 aa", "8@1023 2 bbcc", "8@1047 2 ddee", "8@1071 2 ff00"),
        LONG_CHUNK_STREAM_IDS(
                "00 ff 000000 000001 08 01000000 aa  01 ffff 000001 000001 09 01000000 bb",
                "8@0 1 aa", "9@1 1 bb"),
        SMALL_CHUNKS_INTERLEAVE(
                "02 000000 000004 01 00000000 00000002"
                + " 04 000000 000003 08 01000000 a1a2  06 000000 000003 09 01000000 b1b2"
                + " c4 a3 c6 b3", "8@0 3 a1a2a3", "9@0 3 b1b2b3"),
        CONTROL_BETWEEN_THE_CHUNKS_OF_A_MESSAGE(
                "02 000000 000004 01 00000000 00000002"
                + " 04 000000 000003 08 01000000 a1a2  42 000000 000002 03 0102 c4 a3",
                "3 0102", "8@0 3 a1a2a3"),
        EXTENDED_TIMESTAMP("04 ffffff 000001 08 01000000 01000000 aa", "8@16777216 1 aa"),
        EXTENDED_TIMESTAMP_REPEATED(
                "02 000000 000004 01 00000000 00000002"
                + " 04 ffffff 000005 08 01000000 01020304 a1a2 c4 01020304 a3a4 c4 01020304 a5",
                "8@16909060 5 a1a2a3a4a5"),
        COMMAND("03 000000 000003 14 00000000 020000", "20 020000");

        private final String hex;
        private final String lines;

        Case(String hex, String... told) {
            this.hex = hex.replace(" ", "");
            this.lines = String.join("\n", told);
        }

        byte[] wire() {
            return HexFormat.of().parseHex(hex);
        }

        List<String> told() {
            return lines.lines().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void findsEveryMessageHoweverTheStreamIsCut(Case each) throws PeerFault {
        byte[] wire = each.wire();
        assertThat(Heard.inPieces(wire, 1, 1, new ChunkScanner()::read)).isEqualTo(each.told());
        for (int cut = 1; cut <= wire.length; cut++) {
            assertThat(Heard.inPieces(wire, cut, wire.length, new ChunkScanner()::read))
                    .as("cut at " + cut).isEqualTo(each.told());
        }
    }

    @Test
    void bodiesLongerThanHeadAndChunkArePassedOver() throws PeerFault {
        ByteBuffer out = ByteBuffer.allocate(4_000);
        for (int i = 0; i < 5; i++) {
            ChunkWriter.write(new MessageHeader(6, 9, 1, 40L * i), Bytes.EMPTY,
                    Bytes.wrap(new byte[700]), 128, out);
        }
        byte[] wire = new byte[out.position()];
        out.get(0, wire);
        for (int size = 1; size < 200; size += 7) {
            assertThat(Heard.inPieces(wire, size, size, new ChunkScanner()::read))
                    .hasSize(5).allMatch(line -> line.contains(" 700 00"));
        }
    }

    @Test
    void aCommandLongerThanAnyIsTheServersFault() {
        byte[] wire = HexFormat.of().parseHex("03000000ffffff1400000000");
        assertThatThrownBy(() -> Heard.inPieces(wire, 12, 1, new ChunkScanner()::read))
                .isInstanceOf(PeerFault.class);
    }

    @Test
    void damageIsNeverOurFault() {
        for (Case each : Case.values()) {
            for (byte[] damaged : ByteFaults.damaged(each.wire(), 500, 11)) {
                try {
                    assertThat(Heard.inPieces(damaged, 9, 5, new ChunkScanner()::read))
                            .isNotNull();
                } catch (PeerFault expected) {
                    assertThat(expected.kind()).isNotBlank();
                }
            }
        }
    }
}
